import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import {
  apiRow,
  chooseColumn,
  committed,
  expect,
  goToRow,
  loadDialog,
  open,
  pickGenerator,
  row,
  rowsField,
  save,
  selectTable,
  sendImport,
  startLoad,
  tables,
  test,
} from "./rowmill";

const ROWS = 3_600_000;

test("paste DDL, preview, download, load, kill -9, restart, compare", async ({ page, rowmill }) => {
  test.setTimeout(300_000);
  await open(page, rowmill.url);

  // Paste real DDL, get three tables.
  await sendImport(page, readFileSync("../bench/room_availability.mysql.sql", "utf8"));
  await expect(page.getByRole("dialog").locator(".warnings")).toContainText("by its name");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(tables(page)).toHaveText(["room_type", "room_availability", "partition_room_availability"]);

  // 20,000 room types, 3.6 million rows.
  await rowsField(page).fill("20000");
  await selectTable(page, "room_availability");
  await rowsField(page).fill(String(ROWS));
  await expect(page.locator(".preview .count")).toHaveText("3,600,000 rows");

  // Drag through it, type row 3,141,593 and be there.
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 3));
  await goToRow(page, 3_141_593);
  const before = await row(page, 3_141_593);
  expect(before[0]).toBe("3141593");

  // Change one column, and only it changes.
  const price = await chooseColumn(page, "price");
  await price.getByLabel("max").fill("99999");
  await expect.poll(async () => (await row(page, 3_141_593))[5]).not.toBe(before[5]);
  expect((await row(page, 3_141_593)).toSpliced(5, 1)).toEqual(before.toSpliced(5, 1));
  const dataset = await save(page);
  expect(await row(page, 3_141_593)).toEqual(await apiRow(rowmill.url, dataset, "room_availability", 3_141_593));

  // Download the CSV.
  await page.getByRole("button", { name: "Download" }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("3,600,000 rows, about 3");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("room_availability.csv");
  const csv = await download.path();

  // Load into the embedded database, and watch.
  const dialog = await loadDialog(page);
  await expect(dialog.getByRole("radio", { name: /embedded/ })).toBeChecked();
  await dialog.getByRole("checkbox", { name: /partition_room/ }).uncheck();
  await startLoad(dialog);
  const job = page.getByRole("article");
  await expect(job.getByRole("progressbar", { name: "All rows" })).toBeVisible();
  await expect(job).toContainText("rows/s");
  await committed(rowmill, ROWS / 10);

  // Kill the server half way, start it again, restart the job.
  await rowmill.kill();
  const written = Number(rowmill.query("SELECT COUNT(*) FROM room_availability"));
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(ROWS);
  await expect(page.getByText("The server does not answer")).toBeVisible();
  await rowmill.run();
  await expect(job.getByRole("status")).toHaveText("Failed", { timeout: 30_000 });
  await expect(job.getByRole("alert")).toContainText("restart it");
  await job.getByRole("button", { name: "Restart" }).click();
  await expect(job.getByRole("status")).toHaveText("Completed", { timeout: 120_000 });
  await expect(job).toContainText("3,620,000 of 3,620,000 rows");
  await expect(job).toContainText("verified: 3,600,000 rows counted");
  await expect(job).toContainText("started 2 times");

  // Exactly the rows of the CSV, byte for byte.
  const table = spawn("sqlite3", ["-list", "-separator", ",", rowmill.database, "SELECT * FROM room_availability ORDER BY id"]);
  const [stored, downloaded] = await Promise.all([hash(table.stdout, 0), hash(createReadStream(csv), 1)]);
  expect(stored).toEqual({ lines: ROWS, sha256: downloaded.sha256 });
  expect(downloaded.lines).toBe(ROWS);

  // The same load again says that it is complete.
  await loadDialog(page);
  await dialog.getByRole("checkbox", { name: /partition_room/ }).uncheck();
  await startLoad(dialog);
  await expect(dialog).toContainText("complete already");
});

test("a partitioned table shows its partitions, stops and goes on", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await sendImport(page, readFileSync("../bench/room_availability.mysql.sql", "utf8"));
  await page.getByRole("button", { name: "Done" }).click();
  await rowsField(page).fill("20000");
  await selectTable(page, "partition_room_availability");
  await rowsField(page).fill("1000000");
  const dialog = await loadDialog(page);
  await dialog.getByRole("checkbox", { name: /^room_availability/ }).uncheck();
  await dialog.getByLabel("Rows per transaction").fill("1000");
  await startLoad(dialog);
  const job = page.getByRole("article");
  await expect(job.locator(".table-progress").nth(1).locator(".progress")).toHaveCount(6);
  await expect.poll(async () => Number(await job.getByRole("progressbar").getAttribute("aria-valuenow"))).toBeGreaterThan(3);
  await job.getByRole("button", { name: "Stop" }).click();
  await expect(job.getByRole("status")).toHaveText("Stopped");
  await job.getByRole("button", { name: "Restart" }).click();
  await expect(job.getByRole("status")).toHaveText("Completed", { timeout: 90_000 });
  const months = rowmill.query("SELECT substr(date, 1, 7), COUNT(*) FROM partition_room_availability GROUP BY 1 ORDER BY 1");
  expect(months.trim().split("\n").map((line) => line.split(",")[0])).toEqual(
    ["2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10"],
  );
  expect(rowmill.query("SELECT COUNT(*) FROM partition_room_availability").trim()).toBe("1000000");
});

test("replacing a table asks first", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const dialog = await loadDialog(page);
  await dialog.getByRole("checkbox", { name: /purchase/ }).uncheck();
  await dialog.getByRole("radio", { name: /Replace/ }).check();
  await expect(dialog.getByRole("button", { name: "Load", exact: true })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: /Yes, drop/ }).check();
  await startLoad(dialog);
  await expect(page.getByRole("article").getByRole("status")).toHaveText("Completed");
  expect(rowmill.query("SELECT COUNT(*) FROM customer").trim()).toBe("100000");
});

test("the same tour of a billion rows, all but the load", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await rowsField(page).fill("1000000000");
  await expect(page.locator(".preview .count")).toHaveText("1,000,000,000 rows");
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 3));
  await goToRow(page, 734_512_009);
  const before = await row(page, 734_512_009);
  await chooseColumn(page, "city");
  await pickGenerator(page, "First name");
  await expect.poll(async () => (await row(page, 734_512_009))[4]).not.toBe(before[4]);
  expect((await row(page, 734_512_009)).toSpliced(4, 1)).toEqual(before.toSpliced(4, 1));
  const dataset = await save(page);
  expect(await row(page, 734_512_009)).toEqual(await apiRow(rowmill.url, dataset, "customer", 734_512_009));
  // The download begins at once; nobody waits for its 80 GB.
  await page.getByRole("button", { name: "Download" }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText(/1,000,000,000 rows, about 7\d(\.\d)? GB/);
  await page.getByRole("button", { name: "Cancel" }).click();
  const reading = new AbortController();
  const path = `/api/datasets/${dataset}/tables/customer/rows.csv`;
  const answer = await fetch(rowmill.url + path, { signal: reading.signal });
  expect(answer.headers.get("x-rowmill-rows")).toBe("1000000000");
  const first = await answer.body!.getReader().read();
  expect(Buffer.from(first.value!).toString()).toMatch(/^id,first_name,last_name,email,city,joined_at\n1,/);
  reading.abort();
});

/** The SHA-256 of all lines but the first `skip`, each with a line feed. */
async function hash(stream: Readable, skip: number): Promise<{ lines: number; sha256: string }> {
  const digest = createHash("sha256");
  let lines = -skip;
  for await (const line of createInterface({ input: stream })) {
    if (lines >= 0) digest.update(line + "\n");
    lines += 1;
  }
  return { lines, sha256: digest.digest("hex") };
}
