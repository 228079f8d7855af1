// The tour of a load, against every database server that `cargo xtask test` has started: DATABASES lists them.
import { execFileSync } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  test as base,
  chooseColumn,
  committed,
  expect,
  heads,
  loadDialog,
  open,
  row,
  rowsField,
  save,
  selectTable,
  send,
  sendImport,
  startLoad,
  tables,
  Rowmill,
} from "./rowmill";

type Database = { kind: string; url: string; client: string[] };
const databases: Database[] = JSON.parse(process.env.DATABASES ?? "[]");
const ROWS = 400_000;

/** What the server's own client prints for a statement. */
function run(database: Database, name: string, sql: string): string {
  const [program, ...rest] = database.client.map((word) => word.replace("DATABASE", name));
  return execFileSync(program, rest, { input: sql, encoding: "utf8", maxBuffer: 2 ** 30 });
}

/** The rows of the table as CSV, by the server's own account. */
function stored(database: Database, name: string): string {
  const time = (column: string) =>
    database.kind === "PostgreSQL" ? `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.US')` : column;
  const columns = ["id", time("created_at"), time("updated_at"), "available_count", "date", "price", "room_type_id"];
  const list = columns.join(", ',', ");
  return run(database, name, `SELECT CONCAT(${list}) FROM room_availability ORDER BY id;`);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const test = base.extend<{ name: string }>({
  name: async ({}, use) => use(`page_${process.pid}_${randomInt(1e9)}`),
});

test("there are database servers to load into", () => {
  expect(databases.map((database) => database.kind)).toEqual(expect.arrayContaining(["MariaDB", "PostgreSQL"]));
});

for (const database of databases) {
  test(`paste, load into ${database.kind}, kill, restart, and find the rows of the CSV`, async ({ page, name }) => {
    test.setTimeout(240_000);
    run(database, database.kind === "PostgreSQL" ? "postgres" : "mysql", `CREATE DATABASE ${name};`);
    const rowmill = await Rowmill.start({ ROWMILL_TARGET_SHOP: `${database.url}${name}` });
    try {
      await open(page, rowmill.url);
      await sendImport(page, readFileSync("../bench/room_availability.mysql.sql", "utf8"));
      await page.getByRole("button", { name: "Done" }).click();
      await rowsField(page).fill("2000");
      await selectTable(page, "room_availability");
      await rowsField(page).fill(String(ROWS));
      await expect(page.getByLabel("Primary key")).toHaveValue("counter");
      const dataset = await save(page);

      // What will be done is said before it is done.
      const dialog = await loadDialog(page);
      await dialog.getByRole("radio", { name: /shop/ }).check();
      await dialog.getByRole("checkbox", { name: /partition_room/ }).uncheck();
      const checks = dialog.getByRole("list", { name: "Before the first row" });
      await expect(checks).toContainText(database.kind);
      await expect(checks).toContainText("room_availability: will be created");
      await dialog.getByLabel("Rows per transaction").fill("2000");
      await dialog.getByLabel("Workers").fill("2");
      await startLoad(dialog);

      const job = page.getByRole("article");
      await committed(rowmill, ROWS / 20);
      await rowmill.kill();
      const written = Number(run(database, name, "SELECT COUNT(*) FROM room_availability;"));
      expect(written).toBeGreaterThan(0);
      expect(written).toBeLessThan(ROWS);
      await rowmill.run();
      await expect(job.getByRole("status")).toHaveText("Failed", { timeout: 30_000 });
      await job.getByRole("button", { name: "Restart" }).click();
      await expect(job.getByRole("status")).toHaveText("Completed", { timeout: 120_000 });
      await expect(job).toContainText("verified: 400,000 rows counted");
      await expect(job).toContainText(/400,000 rows of \d+ bytes · data .* · indexes/);

      const csv = await (await fetch(`${rowmill.url}/api/datasets/${dataset}/tables/room_availability/rows.csv?header=false`)).text();
      expect(sha256(stored(database, name))).toBe(sha256(csv));

      // The counter goes on behind the loaded keys.
      run(database, name, "INSERT INTO room_availability (created_at, updated_at, available_count, date, price, room_type_id) VALUES (CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1, '2025-05-01', 1, 1);");
      expect(run(database, name, "SELECT MAX(id) FROM room_availability;").trim()).toBe(String(ROWS + 1));

      // The tables that are there now, as the database describes them.
      await page.getByRole("button", { name: "Import", exact: true }).click();
      const found = page.getByRole("dialog", { name: "Import" });
      await found.getByRole("button", { name: "shop" }).click();
      await found.getByRole("button", { name: "Replace everything", exact: true }).click();
      await expect(found).toHaveCount(0);
      await expect(tables(page)).toHaveText(["room_availability", "room_type"]);
      await expect(page.getByLabel("Primary key")).toHaveValue("counter");
      // Seven, beside the numbers of the rows.
      await expect(page.getByRole("grid")).toHaveAttribute("aria-colcount", "8");
    } finally {
      await rowmill.remove();
    }
  });
}

test("a setting of the whole server is changed by a person's tick alone, and is what it was at the end", async ({ page, name }) => {
  const database = databases.find((database) => database.kind === "MariaDB")!;
  run(database, "mysql", `CREATE DATABASE ${name};`);
  const rowmill = await Rowmill.start({ ROWMILL_TARGET_SHOP: `${database.url}${name}` });
  const value = () => run(database, name, "SELECT @@GLOBAL.sync_binlog;").trim();
  const before = value();
  try {
    const columns = [{ name: "id", type: "bigint" }, { name: "name", type: "varchar(60)" }];
    const spec = { rowmill: 1, tables: [{ name: "t", rows: 2_000, primary_key: ["id"], columns }] };
    const { id } = await send(rowmill, "/api/datasets", spec);
    // A link may fill the form in; it does not consent.
    await page.goto(`${rowmill.url}/experiments/new?dataset=${id}&table=t&target=shop&preset=&may_change=shop&setting.sync_binlog=100`);
    const levels = page.getByLabel("sync_binlog", { exact: true });
    await expect(levels).toHaveValue("100");
    const tick = page.getByRole("checkbox", { name: /Change them for the whole server/ });
    await expect(tick).not.toBeChecked();
    await levels.fill("100, 200");
    await page.getByLabel("Repeats").fill("1");
    await page.getByRole("button", { name: "Start" }).click();
    await expect(page.getByRole("alert")).toContainText("allow that by a tick on the form");
    // What was typed is there still, and in sight.
    await expect(levels).toHaveValue("100, 200");
    await tick.check();
    await page.getByRole("button", { name: "Start" }).click();
    await page.waitForURL(/\/experiments\/[0-9a-f]{32}$/);
    await expect(page.locator(".job-head .status")).toHaveText("Completed", { timeout: 60_000 });
    await expect(page.getByRole("region", { name: "Results" }).getByRole("row")).toHaveCount(3);
    await expect(page.getByText(/sync_binlog.*set back/).first()).toBeVisible();
    expect(value()).toBe(before);
  } finally {
    await rowmill.remove();
  }
});

test("an experiment runs on the target that its form shows", async ({ page, name }) => {
  const database = databases.find((database) => database.kind === "MariaDB")!;
  run(database, "mysql", `CREATE DATABASE ${name};`);
  const rowmill = await Rowmill.start({ ROWMILL_TARGET_SHOP: `${database.url}${name}` });
  try {
    const columns = [{ name: "id", type: "bigint" }, { name: "name", type: "varchar(60)" }];
    const tables = ["small", "large"].map((name, index) => ({ name, rows: 500 + 500 * index, primary_key: ["id"], columns }));
    const { id } = await send(rowmill, "/api/datasets", { rowmill: 1, tables });
    await page.goto(`${rowmill.url}/experiments/new?dataset=${id}&preset=&target=embedded`);
    await page.locator("select[name=target]").selectOption("shop");
    await page.locator("select[name=table]").selectOption("small");
    await page.getByLabel("Load method").fill("insert, bulk");
    await page.getByLabel("Repeats").fill("1");
    // Enter asks, and changes nothing.
    await page.getByLabel("Repeats").press("Enter");
    await expect(page.getByRole("status")).toContainText("3 runs of 500 rows · the first of them warms the server up");
    await expect(page.locator("select[name=target]")).toHaveValue("shop");
    await page.getByRole("button", { name: "Start" }).click();
    await page.waitForURL(/\/experiments\/[0-9a-f]{32}$/);
    await expect(page.locator(".job-head .status")).toHaveText("Completed", { timeout: 60_000 });
    const { request } = await (await fetch(page.url().replace("/experiments/", "/api/experiments/"))).json();
    expect([request.target, request.table]).toEqual(["shop", "small"]);
  } finally {
    await rowmill.remove();
  }
});

test("a primary key is chosen, and what refers to it follows", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const key = page.getByLabel("Primary key");
  await expect(key).toHaveValue("sequence");
  await key.selectOption("v7 binary");
  await expect.poll(async () => (await row(page, 1))[0]).toMatch(/^[0-9a-f]{32}$/);
  await expect((await chooseColumn(page, "id")).getByLabel("Type")).toHaveValue("binary(16)");
  await selectTable(page, "purchase");
  await expect(heads(page).filter({ hasText: "FK" })).toContainText("customer_id");
  await expect((await chooseColumn(page, "customer_id")).getByLabel("Type")).toHaveValue("binary(16)");
});
