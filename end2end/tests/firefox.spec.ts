// The main tour in Firefox, and what it does otherwise than Chromium: it has no dialog for files that a page writes.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  apiRow,
  chooseColumn,
  expect,
  goToRow,
  loadDialog,
  open,
  row,
  rowsField,
  run,
  save,
  selectTable,
  sendImport,
  startLoad,
  tables,
  test,
} from "./rowmill";

test("paste DDL, edit, save, load, watch, look back", async ({ page, rowmill, complaints }) => {
  await open(page, rowmill.url);
  await sendImport(page, readFileSync("../bench/room_availability.mysql.sql", "utf8"));
  await page.getByRole("button", { name: "Done" }).click();
  await expect(tables(page)).toHaveText(["room_type", "room_availability", "partition_room_availability"]);
  await rowsField(page).fill("20k");
  await selectTable(page, "room_availability");
  await rowsField(page).fill("1m");
  await expect(page.locator(".preview .count")).toHaveText("1,000,000 rows");
  // The driver centres what it clicks, which moves the rows: the row comes after the head.
  const price = await chooseColumn(page, "price");
  await goToRow(page, 734_512);
  const before = await row(page, 734_512);
  await price.getByLabel("max").fill("99999");
  await expect.poll(async () => (await row(page, 734_512))[5]).not.toBe(before[5]);
  expect((await row(page, 734_512)).toSpliced(5, 1)).toEqual(before.toSpliced(5, 1));
  await run(page, "Undo");
  await expect.poll(() => row(page, 734_512)).toEqual(before);
  const dataset = await save(page);
  expect(await row(page, 734_512)).toEqual(await apiRow(rowmill.url, dataset, "room_availability", 734_512));

  const dialog = await loadDialog(page);
  await dialog.getByRole("checkbox", { name: /partition_room/ }).uncheck();
  await startLoad(dialog);
  const job = page.getByRole("article");
  await expect(job.getByRole("status")).toHaveText("Completed", { timeout: 90_000 });
  await expect(job).toContainText("verified: 1,000,000 rows counted");
  expect(rowmill.query("SELECT COUNT(*) FROM room_availability").trim()).toBe("1000000");
  await job.getByRole("link", { name: /room_availability/ }).click();
  await expect(page.getByRole("img", { name: /^Rows a second over/ })).toBeVisible();
  await page.goBack();
  await expect(tables(page)).toHaveCount(3);
  expect(complaints).toEqual([]);
});

test("the page writes a file with the server's bytes", async ({ page, rowmill }) => {
  const spec = readFileSync("../bench/room_availability.json", "utf8");
  await open(page, rowmill.url);
  await sendImport(page, spec);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await page.getByLabel("Rows (empty: all)").fill("500k");
  await page.getByRole("dialog").getByRole("button", { name: "Write a file…" }).click();
  const panel = page.getByRole("group", { name: "File" });
  await expect(panel.getByRole("status")).toHaveText("Done", { timeout: 90_000 });
  await expect(panel).toContainText("500,000 of 500,000 rows");
  const sha256 = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
      const file = await (await folder.getFileHandle(name)).getFile();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
  });
  const query = "format=csv&limit=500000&table=room_availability";
  const answer = await fetch(`${rowmill.url}/api/generate?${query}`, { method: "POST", body: spec, headers: { "content-type": "application/json" } });
  expect(answer.ok).toBe(true);
  const hash = createHash("sha256");
  for await (const chunk of answer.body!) hash.update(chunk);
  expect(sha256).toBe(hash.digest("hex"));
});

test("the page speaks Korean", async ({ page, rowmill }) => {
  await page.goto(`${rowmill.url}/?lang=ko`);
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByRole("button", { name: "저장", exact: true })).toBeVisible();
});
