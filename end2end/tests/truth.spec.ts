// What the page says is so, and what was done on it is not lost.
import { chromium, type Page } from "@playwright/test";
import {
  apiRow,
  chooseColumn,
  datasetForm,
  datasetOf,
  expect,
  goToRow,
  heads,
  inspector,
  loadDialog,
  open,
  pickGenerator,
  replaceBy,
  row,
  rowsField as rows,
  run,
  save,
  SAVED,
  seedField,
  selectTable,
  sendImport,
  startLoad,
  tables,
  test,
} from "./rowmill";

const state = (page: Page) => page.locator(".saved-state");
/** The field of the name of the chosen column. */
const name = (page: Page) => page.locator("#column-name");

test("edits that were not saved are there again, or offered", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await expect(state(page)).toHaveText("not saved yet");
  await (await seedField(page)).fill("777");
  await expect(state(page)).toHaveText("edited");
  await expect(page).toHaveTitle("• customer, purchase – Rowmill");
  const shown = await row(page, 5);
  // At once: before the edits have rested.
  await page.reload();
  await expect(page.locator(".notice")).toContainText("The edits that were not saved are here again.");
  await expect(await seedField(page)).toHaveValue("777");
  expect(await row(page, 5)).toEqual(shown);
  await expect(page.getByText("There are edits of")).toHaveCount(0);
  // At once again, and from another page back.
  await page.reload();
  await expect(await seedField(page)).toHaveValue("777");
  await page.goto(`${rowmill.url}/runs`);
  await page.goBack();
  await expect(await seedField(page)).toHaveValue("777");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(await seedField(page)).toHaveValue("42");
  await page.getByRole("button", { name: "Redo" }).click();
  // Away by a link begins anew, and offers them.
  await page.waitForTimeout(400);
  await page.getByRole("link", { name: "Rowmill" }).click();
  await expect(page.getByText("There are edits of customer, purchase that were not saved")).toBeVisible();
  await expect(await seedField(page)).toHaveValue("42");
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(await seedField(page)).toHaveValue("777");
  await page.getByRole("link", { name: "Rowmill" }).click();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("There are edits of")).toHaveCount(0);
  await page.reload();
  await expect(state(page)).toHaveText("not saved yet");
  await expect(page.getByText("There are edits of")).toHaveCount(0);
});

test("the name of what is not saved is there again, and what was edited before a draft is one itself", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await datasetForm(page);
  await page.locator("#dataset-name").fill("my shop");
  await page.keyboard.press("Tab");
  await page.reload();
  await expect(page.getByRole("button", { name: "my shop" })).toBeVisible();
  await (await seedField(page)).fill("1");
  // Away by a link begins anew: what is edited now is another draft.
  await page.waitForTimeout(400);
  await page.getByRole("link", { name: "Rowmill" }).click();
  await expect(page.getByText("There are edits of my shop that were not saved")).toBeVisible();
  await (await seedField(page)).fill("2");
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(await seedField(page)).toHaveValue("1");
  await expect(page.getByRole("button", { name: "my shop" })).toBeVisible();
  await expect(page.getByText("There are edits of customer, purchase that were not saved")).toBeVisible();
  await page.reload();
  await expect(await seedField(page)).toHaveValue("1");
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(await seedField(page)).toHaveValue("2");
});

test("a draft that another tab has gone on with is neither lost nor taken for what it was", async ({ page, rowmill, context }) => {
  await open(page, rowmill.url);
  await (await seedField(page)).fill("1");
  await page.waitForTimeout(500);
  const other = await context.newPage();
  await open(other, rowmill.url);
  await expect(other.getByText("There are edits of")).toHaveCount(1);
  await (await seedField(page)).fill("2");
  await page.waitForTimeout(500);
  await other.getByRole("button", { name: "Discard" }).click();
  await expect(other.locator(".notice")).toContainText("These edits have gone on since");
  await expect(other.getByText("There are edits of")).toHaveCount(1);
  await other.getByRole("button", { name: "Discard" }).click();
  await expect(other.getByText("There are edits of")).toHaveCount(0);
  // The tab that has them keeps them: whatever ends it, they are there again.
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("rowmill:draft:")).length);
  await expect.poll(kept).toBe(1);
  await page.reload();
  await expect(await seedField(page)).toHaveValue("2");
});

test("what an address names and cannot be had takes nothing of another dataset", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await (await seedField(page)).fill("1");
  const first = await save(page);
  await (await seedField(page)).fill("2");
  const second = await save(page);
  // The statements of one are not those of another.
  await page.getByRole("button", { name: "SQL", exact: true }).click();
  const statements = page.getByLabel("Statements");
  await expect(statements).toHaveValue(/CREATE TABLE/);
  await statements.fill("CREATE TABLE only_here (id INT)");
  await page.getByRole("button", { name: "Data", exact: true }).click();
  await page.route("**/api/datasets/*", (route) => route.abort());
  await page.evaluate((id) => { history.pushState(null, "", `/d/${id}`); dispatchEvent(new PopStateEvent("popstate")); }, first);
  await expect(page.locator(".notice")).toContainText("cannot be shown");
  await page.waitForTimeout(500);
  await page.unroute("**/api/datasets/*");
  await page.goto(`${rowmill.url}/d/${first}`);
  await expect(await seedField(page)).toHaveValue("1");
  await expect(state(page)).toHaveText("saved");
  await expect(page.getByText("There are edits of")).toHaveCount(0);
  await page.evaluate((id) => { history.pushState(null, "", `/d/${id}#view=sql`); dispatchEvent(new PopStateEvent("popstate")); }, second);
  await expect(page.getByLabel("Statements")).toHaveValue(/customer/);
});

test("edited statements stay with their dataset", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const first = await save(page);
  await (await seedField(page)).fill("2");
  await save(page);
  await page.getByRole("button", { name: "SQL", exact: true }).click();
  const statements = page.getByLabel("Statements");
  await expect(statements).toHaveValue(/CREATE TABLE/);
  await statements.fill("CREATE TABLE only_here (id INT)");
  await page.evaluate((id) => { history.pushState(null, "", `/d/${id}#view=sql`); dispatchEvent(new PopStateEvent("popstate")); }, first);
  await expect(page).toHaveURL(new RegExp(first));
  await expect(statements).toHaveValue(/customer/);
  await expect(page.getByRole("button", { name: "Compare" })).toHaveCount(0);
  await page.goBack();
  await expect(statements).toHaveValue("CREATE TABLE only_here (id INT)");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(statements).toHaveValue(/customer/);
});

test("going back goes to the view and the table before, at their row", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await goToRow(page, 5_000);
  // At once: before the row has rested.
  await page.getByRole("button", { name: "Relations", exact: true }).click();
  await expect(page).toHaveURL(/#view=relations&row=5000$/);
  await page.getByRole("option", { name: /purchase/ }).click();
  await expect(page).toHaveURL(/#table=purchase&view=relations/);
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  await expect(page).toHaveURL(/#table=purchase&view=columns/);
  await page.goBack();
  const pressed = (name: string) => expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
  await pressed("Relations");
  await page.goBack();
  await expect(page.getByRole("option", { name: /customer/ })).toHaveAttribute("aria-selected", "true");
  await page.goBack();
  await pressed("Data");
  await expect(page).toHaveURL(/#row=5000$/);
  await row(page, 5_000);
  // Nothing that was gone back from is a step by itself.
  await page.waitForTimeout(500);
  await page.goForward();
  await pressed("Relations");
  await page.goForward();
  await page.goForward();
  await pressed("Columns");
  // Rows and columns are no steps.
  await page.getByRole("button", { name: "Data", exact: true }).click();
  await goToRow(page, 7_000);
  await expect(page).toHaveURL(/row=7000$/);
  await page.goBack();
  await pressed("Columns");
});

test("what the palette does has the keyboard, and gives it back", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const grid = page.getByRole("grid");
  await grid.focus();
  await run(page, "Go to a row");
  await expect(page.locator("#go-to-row")).toBeFocused();
  await grid.focus();
  await run(page, "Keys");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(grid).toBeFocused();
  await run(page, "Add a column");
  await expect(page.locator("#column-name")).toBeFocused();
  // From the diagram to the rows of a table.
  await page.getByRole("button", { name: "Relations", exact: true }).click();
  await page.locator(".diagram .box .name").last().dblclick();
  await expect(grid).toBeFocused();
});

test("two tabs keep a draft each", async ({ page, rowmill, context }) => {
  await open(page, rowmill.url);
  const other = await context.newPage();
  await open(other, rowmill.url);
  await (await seedField(page)).fill("1");
  await (await seedField(other)).fill("2");
  await page.waitForTimeout(500);
  await other.close({ runBeforeUnload: false });
  await page.reload();
  await expect(await seedField(page)).toHaveValue("1");
  await expect(page.getByText("There are edits of")).toHaveCount(1);
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(await seedField(page)).toHaveValue("2");
});

test("saved and edited are told apart, and what is saved is what is shown", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  // A name that is being typed is part of what is saved.
  await chooseColumn(page, "first_name");
  await name(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("saved_name");
  await page.keyboard.press("Control+s");
  await page.waitForURL(SAVED);
  await expect(state(page)).toHaveText("saved");
  await expect(page.locator(".notice")).toContainText("Saved.");
  const dataset = datasetOf(page);
  const spec = await (await fetch(`${rowmill.url}/api/datasets/${dataset}`)).json();
  expect(spec.tables[0].columns[1].name).toBe("saved_name");
  await (await seedField(page)).fill("777");
  await expect(state(page)).toHaveText("edited");
  await expect(page.locator(".notice")).toHaveText("");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(state(page)).toHaveText("saved");
  await expect(page.locator(".notice")).toHaveText("Undid: seed.");
});

test("back and forward change the dataset and lose nothing", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await (await seedField(page)).fill("1");
  const first = await save(page);
  await (await seedField(page)).fill("2");
  await save(page);
  await (await seedField(page)).fill("3");
  await page.goBack();
  await expect(page).toHaveURL(`${rowmill.url}/d/${first}`);
  await expect(await seedField(page)).toHaveValue("1");
  await expect(state(page)).toHaveText("saved");
  expect(await row(page, 9)).toEqual(await apiRow(rowmill.url, first, "customer", 9));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(await seedField(page)).toHaveValue("3");
  await page.getByRole("button", { name: "Redo" }).click();
  await page.goForward();
  await expect(await seedField(page)).toHaveValue("2");
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(await seedField(page)).toHaveValue("3");
});

test("what is looked at stands in the address, and is shown to whoever opens it", async ({ page, rowmill, context }) => {
  await open(page, rowmill.url);
  const dataset = await save(page);
  await selectTable(page, "purchase");
  await goToRow(page, 5_000);
  await expect(page).toHaveURL(`${rowmill.url}/d/${dataset}#table=purchase&row=5000`);
  await page.keyboard.press("2");
  await page.locator("#sheet").getByText("amount", { exact: true }).click();
  await expect(page).toHaveURL(`${rowmill.url}/d/${dataset}#table=purchase&view=columns&column=amount&row=5000`);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: "Columns", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(other.locator("#column-name")).toHaveValue("amount");
  await other.getByRole("button", { name: "Data", exact: true }).click();
  expect(await row(other, 5_000)).toEqual(await apiRow(rowmill.url, dataset, "purchase", 5_000));
  // Edited by hand, as an address is.
  await other.evaluate(() => (location.hash = "view=sql"));
  await expect(other.getByLabel("Statements")).toHaveValue(/CREATE TABLE/);
  await expect(other.getByRole("option", { name: /customer/ })).toHaveAttribute("aria-selected", "true");
  await other.close();

  // Another dataset is looked at from its beginning.
  await page.keyboard.press("o");
  await page.getByRole("combobox", { name: "Find a dataset" }).fill("online shop");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${rowmill.url}/d/${dataset}#view=columns`);
});

test("what went well is said for a while, what went wrong until it is closed", async ({ page, rowmill }) => {
  await page.clock.install();
  await open(page, rowmill.url);
  const notice = page.locator(".notice");
  await page.keyboard.press("n");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(notice).toContainText("Undid");
  await page.clock.runFor(5_000);
  await expect(notice).toContainText("Undid");
  await page.clock.runFor(8_000);
  await expect(notice).toHaveText("");

  await page.route("**/api/datasets", (route) => route.abort());
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(notice).toContainText("Not saved.");
  await page.clock.runFor(60_000);
  await expect(notice).toContainText("Not saved.");
  await page.locator(".notice-line").getByRole("button", { name: "Close" }).click();
  await expect(notice).toHaveText("");
});

test("a part of the page that does not come is said to be missing, and comes when it can", async ({ page, rowmill }) => {
  await page.route("**/later.*", (route) => route.abort());
  await open(page, rowmill.url);
  await page.keyboard.press("o");
  await expect(page.locator(".notice")).toContainText("could not be fetched");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The rest of the page goes on.
  await goToRow(page, 77);
  await page.unroute("**/later.*");
  await page.keyboard.press("Escape");
  await page.keyboard.press("o");
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("numbers are read as people write them, or refused", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await rows(page).click();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("57");
  await expect(rows(page)).toHaveValue("15,700,000");
  await expect(page.locator(".preview .count")).toHaveText("15,700,000 rows");
  for (const [typed, count] of [["10k", "10,000"], ["1.5m", "1,500,000"], ["1e6", "1,000,000"], ["100만", "1,000,000"], ["1억 2,000만", "120,000,000"]]) {
    await rows(page).fill(typed!);
    await expect(page.locator(".preview .count")).toHaveText(`${count} rows`);
    await expect(rows(page)).toHaveValue(typed!);
    await rows(page).blur();
    await expect(rows(page)).toHaveValue(count!);
  }
  await rows(page).fill("1.5");
  await expect(inspector(page).getByRole("alert")).toContainText("whole number");
  for (const button of ["Save", "Share", "Download", "Load"]) {
    await expect(page.getByRole("button", { name: button, exact: true })).toBeDisabled();
    await expect(page.getByRole("button", { name: button, exact: true })).toHaveAttribute("title", /customer › rows/);
  }
  await rows(page).fill("1000");
  await goToRow(page, -7);
  await row(page, 994);
  await page.getByLabel("Go to row").fill("abc");
  await page.keyboard.press("Enter");
  await expect(page.locator(".preview").getByRole("alert")).toContainText("-7 from the end");

  await page.getByRole("button", { name: "Download" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Rows (empty: all)").fill("1k5");
  await expect(dialog.getByRole("alert")).toContainText("whole number");
  await expect(dialog.getByRole("button", { name: "Download" })).toBeDisabled();
  await dialog.getByLabel("Rows (empty: all)").fill("0.5k");
  await expect(dialog.getByRole("status")).toContainText("500 rows");
});

test("the options of a download are remembered", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Download" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Delimiter").selectOption(";");
  await dialog.getByLabel("NULL is written as").fill("-");
  await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Download" }).click()]);
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Download" }).click();
  await expect(dialog.getByLabel("Delimiter")).toHaveValue(";");
  await expect(dialog.getByLabel("NULL is written as")).toHaveValue("-");
});

test("undo is left to a field with text of its own", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await (await seedField(page)).fill("99");
  await page.getByLabel("Go to row").pressSequentially("12");
  await page.keyboard.press("Control+z");
  await expect(await seedField(page)).toHaveValue("99");
  await expect(page.getByLabel("Go to row")).not.toHaveValue("12");
  await chooseColumn(page, "first_name");
  await name(page).pressSequentially("x");
  await page.keyboard.press("Control+z");
  await expect(name(page)).toHaveValue("first_name");
  await expect(await seedField(page)).toHaveValue("99");
});

test("the list of keys shows the key that there is", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const key = page.getByLabel("Primary key");
  await key.selectOption("v4 binary");
  await selectTable(page, "purchase");
  await expect(key).toHaveValue("v7 uuid");
  await selectTable(page, "customer");
  await expect(key).toHaveValue("v4 binary");
  await key.selectOption("ulid char");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(key).toHaveValue("v4 binary");
  await expect(key.locator("option[value=own]")).toHaveAttribute("disabled");
});

test("a type takes a generator that makes its values", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const city = await chooseColumn(page, "city");
  await pickGenerator(page, "One of a list");
  await city.getByLabel("values").fill("red, blue");
  await pickGenerator(page, "City");
  await pickGenerator(page, "One of a list");
  await expect(city.getByLabel("values")).toHaveValue("red, blue");
  await pickGenerator(page, "City");
  await city.getByLabel("Type").fill("int");
  await city.getByLabel("Type").press("Enter");
  await expect(page.locator(".notice")).toContainText("suits int");
  await expect(city.getByRole("alert")).toHaveCount(0);
  await expect.poll(async () => (await row(page, 2))[4]).toMatch(/^(NULL|\d+)$/);
});

test("a type that is being typed changes nothing yet", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const id = await chooseColumn(page, "id");
  await id.getByLabel("Type").click();
  await page.keyboard.press("Control+a");
  // On the way it is `char`, one character, which no UUID fits.
  await page.keyboard.type("char(36)");
  await page.keyboard.press("Tab");
  await expect(page.locator("#generator")).toHaveText("UUID, version 7");
  await selectTable(page, "purchase");
  await expect(page.getByLabel("Primary key")).toHaveValue("v7 char");
});

test("what could not be applied stays with its column and is not saved over", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const nulls = page.getByLabel("NULL %");
  await chooseColumn(page, "last_name");
  await nulls.fill("abc");
  await expect(page.getByText("1 problem", { exact: true })).toBeVisible();
  await chooseColumn(page, "first_name");
  await expect(nulls).toHaveValue("0");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(name(page)).toHaveValue("last_name");
  await expect(nulls).toHaveValue("0");
  await expect(page.getByText("1 problem", { exact: true })).toBeHidden();
  // A name that is taken is not the name that is saved.
  await name(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("email");
  await page.keyboard.press("Control+s");
  await expect(page.locator(".notice")).toContainText("Not saved. customer › last_name");
  expect(new URL(page.url()).pathname).toBe("/");
});

test("a name that is being typed is in the draft", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await chooseColumn(page, "first_name");
  await name(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("half_typed");
  await page.reload();
  await chooseColumn(page, "half_typed");
});

test("another table begins at its top, with its scroll bar", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  await goToRow(page, 500_000_000);
  await row(page, 500_000_000);
  await selectTable(page, "customer");
  await row(page, 1);
  await page.waitForTimeout(200);
  expect(await page.getByRole("grid").evaluate((grid) => grid.scrollTop)).toBe(0);
  await page.getByRole("grid").hover();
  await page.mouse.wheel(0, 280);
  await row(page, 11);
});

test("lists keep their line breaks and their spaces", async ({ page, rowmill }) => {
  const spec = {
    rowmill: 1,
    tables: [{ name: "t", rows: 50, columns: [
      { name: "a", type: "text", gen: { kind: "list", values: ["  x", "two\nlines", "y"] } },
      { name: "b", type: "text", gen: { kind: "constant", value: "one\ntwo" } } ] }],
  };
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByLabel("CREATE TABLE statements, sample or spec")).toBeFocused();
  await page.getByLabel("CREATE TABLE statements, sample or spec").fill(JSON.stringify(spec));
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await chooseColumn(page, "a");
  await page.getByLabel("values").press("End");
  await page.getByLabel("values").press("Control+End");
  await page.keyboard.type("z");
  const b = await chooseColumn(page, "b");
  await b.getByRole("textbox", { name: "value" }).press("Control+End");
  await page.keyboard.type("!");
  const dataset = await save(page);
  const saved = await (await fetch(`${rowmill.url}/api/datasets/${dataset}`)).json();
  expect(saved.tables[0].columns[0].gen.values).toEqual(["  x", "two\nlines", "yz"]);
  expect(saved.tables[0].columns[1].gen.value).toBe("one\ntwo!");
});

test("a column that is dragged lands where the line is, and never in a name", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.keyboard.press("2");
  const line = (position: number) => page.locator(`#sheet [data-line="${position}"]`);
  const place = (await line(1).locator("[data-attribute='0']").boundingBox())!;
  await line(5).locator(".line-number").hover();
  await page.mouse.down();
  await page.mouse.move(place.x + 20, place.y + 10, { steps: 4 });
  await page.mouse.move(place.x + 20, place.y + 4);
  const insertion = page.locator(".insertion");
  await expect(insertion).toHaveCount(1);
  const gap = (await insertion.boundingBox())!;
  expect(Math.abs(gap.y + gap.height / 2 - place.y)).toBeLessThan(4);
  await page.mouse.up();
  await expect(line(1)).toContainText("joined_at");
  await expect(line(2).locator("[data-attribute='0']")).toHaveText("first_name");
  await expect(insertion).toHaveCount(0);
});

test("two clicks never load a billion rows", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const dialog = await loadDialog(page);
  const load = dialog.getByRole("button", { name: "Load", exact: true });
  await expect(dialog.getByRole("checkbox", { name: /customer/ })).toBeChecked();
  await expect(dialog.getByRole("checkbox", { name: /purchase/ })).not.toBeChecked();
  await expect(dialog.getByRole("status").first()).toContainText(/100,000 rows · about 1?\d(\.\d)? MB · .* free/);
  await expect(load).toBeEnabled();
  await dialog.getByRole("checkbox", { name: /purchase/ }).check();
  await expect(dialog.getByRole("status").first()).toContainText(/1,000,100,000 rows · about \d+ GB/);
  await expect(load).toBeDisabled();
  await expect(dialog).toContainText("only if you say so above");
  await dialog.getByRole("checkbox", { name: /Yes, load all/ }).check();
  await expect(load).toBeEnabled();
  await dialog.getByRole("checkbox", { name: /purchase/ }).uncheck();
  await dialog.getByLabel("Workers").fill("many");
  await expect(load).toBeDisabled();
  await dialog.getByLabel("Workers").fill("1");
  await load.click();
  await expect(page.getByRole("article").getByRole("status")).toHaveText("Completed");
  // What fails in the preflight is not started, with the reason.
  await (await seedField(page)).fill("5");
  await loadDialog(page);
  await expect(dialog).toContainText(/The load would fail. customer: .*is there already/);
  await expect(load).toBeDisabled();
});

test("a dialog that was closed changes nothing any more", async ({ page, rowmill, complaints }) => {
  await open(page, rowmill.url);
  const late = async (pattern: string, act: () => Promise<void>) => {
    await page.route(pattern, async (route) => {
      await new Promise((done) => setTimeout(done, 700));
      await route.continue();
    });
    await act();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.waitForTimeout(1_000);
    await page.unroute(pattern);
  };
  const text = page.getByLabel("CREATE TABLE statements, sample or spec");
  await late("**/api/datasets*", async () => {
    await sendImport(page, "CREATE TABLE other (id INT PRIMARY KEY)");
  });
  await expect(tables(page).first()).toHaveText("customer");
  // What was pasted is still there.
  await page.getByRole("button", { name: "Import" }).click();
  await expect(text).toHaveValue("CREATE TABLE other (id INT PRIMARY KEY)");
  await page.keyboard.press("Escape");
  let downloads = 0;
  page.on("download", () => (downloads += 1));
  await late("**/api/datasets*", async () => {
    await page.getByRole("button", { name: "Download" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Download" }).click();
  });
  expect(downloads).toBe(0);
  await late("**/api/datasets*", async () => {
    await startLoad(await loadDialog(page));
  });
  await expect(page.getByRole("article")).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("the focus stays near what was removed", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await chooseColumn(page, "joined_at");
  await page.getByRole("button", { name: "Remove", exact: true }).press("Enter");
  await expect.poll(focused).toBe("column-name");
  await expect(name(page)).toHaveValue("city");
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect.poll(focused).toBe("redo");
  await selectTable(page, "customer");
  await page.getByRole("button", { name: "Remove table" }).press("Enter");
  await expect.poll(focused).toBe("tables");
  await expect(tables(page)).toHaveText(["purchase"]);
  await page.getByRole("button", { name: "Remove table" }).press("Enter");
  await expect(tables(page)).toHaveCount(0);
  await expect.poll(focused).toBe("tables");
  // Nothing is shown of what is gone.
  await expect(page.locator(".preview .count")).toHaveText("");
  await expect(page.getByText("There are no tables.")).toBeVisible();
});

test("before the page is alive it is right, and takes nothing that it would lose", async ({ rowmill, browser }) => {
  const still = await browser.newPage({ javaScriptEnabled: false });
  await still.goto(rowmill.url);
  await expect(heads(still).first().locator(".mark")).toHaveText("PK");
  await expect(heads(still).nth(3).locator(".mark")).toHaveText("U");
  await expect(still.getByLabel("Primary key")).toHaveValue("sequence");
  await expect(rows(still)).toBeDisabled();
  await expect(still.getByRole("button", { name: "Dataset", exact: true })).toBeDisabled();
  await expect(still.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await still.close();
});

test("a load whose server has gone says when it was seen last", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await rows(page).fill("20m");
  await startLoad(await loadDialog(page));
  const job = page.getByRole("article");
  await expect(job).toContainText("rows/s");
  await rowmill.kill();
  await expect(job.getByRole("status")).toHaveText("Not known");
  await expect(job.getByText("when it was last seen")).toBeVisible();
  await expect(job).not.toContainText("rows/s", { useInnerText: true });
  await rowmill.run();
  await expect(job.getByRole("status")).toHaveText("Failed", { timeout: 30_000 });
  await expect(page.getByText("The server does not answer")).toHaveCount(0);
});

for (const scale of ["1", "1.25", "1.5"]) {
  test(`rows, bars and wide tables at a scale of ${scale}, with scroll bars`, async ({ rowmill }) => {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", `--force-device-scale-factor=${scale}`, "--window-size=1440,1000"],
      ignoreDefaultArgs: ["--hide-scrollbars"],
    });
    try {
      const page = await (await browser.newContext({ viewport: null })).newPage();
      await open(page, rowmill.url);
      await selectTable(page, "purchase");
      for (const number of [734_512_009, 2, 499_999_999, 35_715, 999_999_990]) {
        await goToRow(page, number);
        await page.waitForTimeout(150);
        await row(page, number);
        const top = await page.locator(".grid-rows .row-number").first().textContent();
        expect(Math.abs(Number(top!.replaceAll(",", "")) - number)).toBeLessThan(30);
      }
      // Fewer rows: the bar and the content agree, and the wheel goes on from there.
      await goToRow(page, 35_714);
      await rows(page).fill("100,000");
      await page.waitForTimeout(150);
      await row(page, 35_714);
      await page.getByRole("grid").hover();
      await page.mouse.wheel(0, 280);
      await row(page, 35_724);
      // Sixty columns: nothing outside of the panes scrolls.
      const columns = Array.from({ length: 60 }, (_, index) => `c${index} INT`).join(", ");
      await replaceBy(page, `CREATE TABLE wide (id INT PRIMARY KEY, ${columns})`);
      await row(page, 1);
      await page.keyboard.press("2");
      await expect(page.locator("#sheet [data-line]")).toHaveCount(61);
      const panes = [page.locator("#sheet"), inspector(page), page.locator(".rail")];
      for (const pane of panes) {
        await pane.hover();
        for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, 1_000);
        await page.waitForTimeout(200);
        const sizes = await page.evaluate(() => [scrollY, document.documentElement.scrollHeight - innerHeight]);
        expect(sizes).toEqual([0, 0]);
      }
    } finally {
      await browser.close();
    }
  });
}

test("a finger moves the rows of a billion by exact pixels", async ({ rowmill, browser }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  await goToRow(page, 500_000_000);
  await row(page, 500_000_000);
  await page.getByRole("grid").scrollIntoViewIfNeeded();
  const box = (await page.getByRole("grid").boundingBox())!;
  const session = await context.newCDPSession(page);
  const [x, y] = [box.x + 150, box.y + 300];
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: at }] });
  await touch("touchStart", y);
  for (let moved = 14; moved <= 140; moved += 14) await touch("touchMove", y - moved);
  // Resting before it leaves.
  await page.waitForTimeout(200);
  await touch("touchEnd", y - 140);
  await page.waitForTimeout(200);
  const top = await page.locator(".grid-rows .row-number").first().textContent();
  const rowsMoved = Number(top!.replaceAll(",", "")) - 500_000_000;
  expect(rowsMoved).toBeGreaterThanOrEqual(3);
  expect(rowsMoved).toBeLessThanOrEqual(5);
  await context.close();
});
