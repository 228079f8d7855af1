import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  chooseColumn,
  expect,
  heads,
  inspector,
  open,
  pickGenerator,
  row,
  rowsField,
  run,
  save,
  seedField,
  selectTable,
  sendImport,
  tables,
  test,
} from "./rowmill";

test("editing one column changes that column only", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const before = await row(page, 9);
  const amount = await chooseColumn(page, "amount");
  await amount.getByLabel("max").fill("9.99");
  await expect.poll(async () => (await row(page, 9))[3]).not.toBe(before[3]);
  const after = await row(page, 9);
  expect(after.toSpliced(3, 1)).toEqual(before.toSpliced(3, 1));
  expect(Number(after[3])).toBeLessThan(10);
});

test("what is wrong is said beside its field, and the other columns go on", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const before = await row(page, 3);
  const amount = await chooseColumn(page, "amount");
  await amount.getByLabel("min").fill("9999");
  await expect(amount.getByRole("alert")).toContainText("exchange them");
  await expect(page.getByRole("button", { name: "Download" })).toBeDisabled();
  expect(await row(page, 3)).toEqual(before.with(3, ""));
  await expect(page.locator(".grid-rows .cell.wrong").first()).toBeVisible();
  // Another column is edited meanwhile.
  const code = await chooseColumn(page, "code");
  await expect(code.getByRole("alert")).toHaveCount(0);
  await code.getByRole("textbox", { name: "pattern" }).fill("x[0-9]");
  await expect.poll(async () => (await row(page, 3))[2]).toMatch(/^x\d$/);
  // The list of problems leads there, from another table, too.
  await selectTable(page, "customer");
  await page.getByText("1 problem", { exact: true }).click();
  await page.getByRole("button", { name: /purchase › amount.*exchange them/ }).click();
  await expect(page.getByRole("option", { name: "purchase" })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("#column-name")).toHaveValue("amount");
  await expect(amount.getByLabel("max")).toBeFocused();
  await amount.getByLabel("min").fill("1");
  await expect(amount.getByRole("alert")).toHaveCount(0);

  await selectTable(page, "purchase");
  await rowsField(page).fill("many");
  await expect(inspector(page).getByRole("alert")).toContainText("whole number");
  await expect(page.locator(".preview .count")).toHaveText("1,000,000,000 rows");
});

test("undo and redo", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "customer");
  await page.locator("#table-name").fill("client");
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(heads(page)).toHaveCount(7);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(heads(page)).toHaveCount(6);
  await selectTable(page, "client");
  await page.getByRole("button", { name: "Add column" }).click();
  await selectTable(page, "client");
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(heads(page)).toHaveCount(8);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(heads(page)).toHaveCount(7);
  await page.keyboard.press("Control+z");
  await expect(heads(page)).toHaveCount(6);
  await selectTable(page, "client");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".notice")).toHaveText("Undid: name of a table.");
  await expect(tables(page).first()).toHaveText("customer");
  await expect(page.locator("#table-name")).toHaveValue("customer");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(tables(page).first()).toHaveText("client");
});

test("columns are added, moved, changed and removed by keyboard", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Add column" }).press("Enter");
  await expect(page.locator("#column-name")).toBeFocused();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("age");
  await page.keyboard.press("Enter");
  await expect(heads(page).nth(6)).toContainText("age");
  await pickGenerator(page, "Sequence");
  await expect.poll(async () => (await row(page, 7))[6]).toBe("7");
  const back = page.getByRole("button", { name: "Move left" });
  await back.press("Enter");
  await expect(heads(page).nth(5)).toContainText("age");
  await expect(page.locator("#column-name")).toHaveValue("age");
  await expect(back).toBeFocused();
  // Keys do the same.
  await page.getByRole("grid").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(heads(page).nth(4)).toContainText("age");
  await expect(page.getByRole("grid")).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(heads(page)).toHaveCount(6);
  await expect(heads(page).filter({ hasText: "age" })).toHaveCount(0);
});

test("a spec is exported and imported again", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await (await seedField(page)).fill("99");
  const shown = await row(page, 2);
  const [download] = await Promise.all([page.waitForEvent("download"), run(page, "export")]);
  expect(download.suggestedFilename()).toBe("customer.rowmill.json");
  const file = await download.path();
  const seed = await seedField(page);
  await seed.fill("1");
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByLabel("or a file").setInputFiles(file);
  await expect(page.getByLabel("CREATE TABLE statements, sample or spec")).toHaveValue(/"rowmill": 1/);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Import" }).click();
  await dialog.getByRole("button", { name: "Replace everything" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(await seedField(page)).toHaveValue("99");
  expect(await row(page, 2)).toEqual(shown);
});

test("a whole dump is read, with what it says that makes no table summed up", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await sendImport(page, readFileSync("../ddl/tests/dumps/pg_dump.sql", "utf8"));
  const dialog = page.getByRole("dialog");
  const notes = dialog.locator(".warnings li");
  await expect(notes.last()).toContainText("left out, as they make no table: 2 ALTER DOMAIN");
  expect(await notes.count()).toBeLessThan(20);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(tables(page)).toHaveText(["Staff", "audit_base", "audit_login", "clinic", "patient", "prescription", "region_stock", "visit"]);
  await selectTable(page, "patient");
  await expect(page.getByText("F8")).toHaveCount(0);
  expect((await row(page, 1))[0]).toBe("1");
});

type Spec = { dialect: string; tables: { name: string; columns: Record<string, unknown>[] }[] };

test("one press fills the tables of a database that is read", async ({ page, rowmill }) => {
  const sql = `CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, opened DATE);
    CREATE TABLE sale (id INTEGER PRIMARY KEY, shop_id INTEGER NOT NULL REFERENCES shop (id), total DECIMAL(8,2) CHECK (total > 0));`;
  execFileSync("sqlite3", [rowmill.database, sql]);
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "embedded" }).click();
  await dialog.getByRole("button", { name: "Fill the tables of embedded" }).click();
  await expect(dialog).toHaveCount(0);
  const job = page.getByRole("article");
  await expect(job).toContainText("sale");
  await expect(job).toContainText("Completed");
  const counted = execFileSync("sqlite3", [rowmill.database, "SELECT count(*) || ' ' || count(DISTINCT shop_id) FROM sale JOIN shop ON shop.id = shop_id"]);
  expect(counted.toString().trim()).toMatch(/^3000 \d+$/);
  // What is open then is somebody's work, and it is said that it is replaced.
  await page.getByRole("button", { name: "Import" }).click();
  await dialog.getByRole("button", { name: "embedded" }).click();
  await expect(dialog.getByRole("button", { name: "Replace everything, and fill the tables of embedded" })).toBeVisible();
});

test("what a database declares is shown, follows edits, and makes the same statements", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await sendImport(page, readFileSync("../ddl/tests/dumps/pg_dump.sql", "utf8"));
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Done" }).click();
  await selectTable(page, "clinic");
  await chooseColumn(page, "rating");
  await expect(page.getByRole("checkbox", { name: "Takes NULL" })).toBeChecked();
  await page.getByText("As PostgreSQL declares it").click();
  await expect(page.locator("#column-declared")).toHaveValue("percent");
  await expect(page.locator("#column-default")).toHaveValue("50");
  await page.locator("#column-default").fill("60");
  await page.locator("#column-default").press("Enter");
  await page.locator("#column-name").fill("score");
  await page.locator("#column-name").press("Enter");
  const answer = await fetch(`${rowmill.url}/api/datasets/${await save(page)}`);
  const saved = (await answer.json()) as { spec?: Spec } & Spec;
  const spec = saved.spec ?? saved;
  expect(spec.dialect).toBe("postgres");
  const clinic = spec.tables.find((table) => table.name === "clinic")!;
  expect(clinic.columns.find((column) => column.name === "score")).toMatchObject({ declared: "percent", default: "60", nullable: true });
  // Another type is another declaration.
  await page.locator("#column-type").fill("int");
  await page.locator("#column-type").press("Enter");
  await expect(page.locator("#column-declared")).toHaveValue("");
});

test("statements are read as those of the database that is chosen, and one that cannot be read costs itself alone", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByLabel("Written for").selectOption("PostgreSQL");
  const text = "CREATE TABLE PLACE (ID INTEGER PRIMARY KEY, \"Name\" CHAR(25) NOT NULL);\nCREATE TABLE odd (id INT,, name TEXT);";
  await page.getByLabel("CREATE TABLE statements, sample or spec").fill(text);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.locator(".warnings li")).toHaveText(["line 2, column 18, table `odd`: there is nothing between two commas"]);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(tables(page)).toHaveText(["place"]);
  await expect(heads(page)).toHaveCount(2);
  await expect(heads(page).first()).toContainText("id");
});

test("text that is no SQL is refused with the place", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await sendImport(page, "hello there");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("line 1, column 1");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
