// The workbench: views, the list of columns, the picker, the palette, cells, keys.
import type { Locator, Page } from "@playwright/test";
import {
  apiRow,
  chooseColumn,
  datasetForm,
  datasetOf,
  expect,
  heads,
  inspector,
  open,
  replaceBy,
  row,
  save,
  SAVED,
  selectTable,
  sendImport,
  tables,
  test,
} from "./rowmill";

const grid = (page: Page) => page.getByRole("grid", { name: "Preview of the rows" });
const sheet = (page: Page) => page.getByRole("grid", { name: "Columns" });
const editor = (page: Page) => page.locator(".sheet-editor input");
const notice = (page: Page) => page.locator(".notice");
const finder = (page: Page) => page.getByRole("dialog").getByRole("combobox");
const options = (page: Page) => page.getByRole("dialog").getByRole("option");

/** The names in the list of columns. */
const names = (page: Page) => page.locator("#sheet [data-line] [data-attribute='0']");

/** A cell of the list of columns: 0 is the name, 1 the type, 2 the generator, 3 how often it is NULL, 4 whether it is unique. */
const sheetCell = (page: Page, line: number, attribute: number) => page.locator(`#line-${line}-${attribute}`);

/** A cell of the grid, its row counted from 1, its column from 0. */
const cell = (page: Page, number: number, column: number) =>
  page.locator(`.grid-rows [aria-rowindex="${number + 1}"] [aria-colindex="${column + 2}"]`);

/** Opens the list of columns of a table. */
async function openColumns(page: Page, table = "customer"): Promise<void> {
  await selectTable(page, table);
  await page.keyboard.press("2");
  await expect(sheet(page)).toBeFocused();
}

/** What the clipboard has, by type. */
async function clipboard(page: Page): Promise<{ text: string; html: string }> {
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) => (item.types.includes(type) ? (await item.getType(type)).text() : "");
    return { text: await read("text/plain"), html: await read("text/html") };
  });
}

/** Makes a table of so many columns, named `c0`, `c1` and so on behind the key. */
const wide = (columns: number) =>
  `CREATE TABLE wide (id INT PRIMARY KEY, ${Array.from({ length: columns - 1 }, (_, index) => `c${index} INT`).join(", ")})`;

test.beforeEach(async ({ page, rowmill, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, rowmill.url);
});

test("four views by keys", async ({ page }) => {
  const views = [
    ["2", "Columns", sheet(page)],
    ["3", "Relations", page.getByRole("region", { name: "Relations" })],
    ["4", "SQL", page.getByLabel("Statements")],
    ["1", "Data", grid(page)],
  ] as const;
  for (const [key, name, content] of views) {
    await page.keyboard.press(key);
    await expect(content).toBeVisible();
    await expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
    await expect(page.getByRole("group", { name: "Views" }).locator("[aria-pressed=true]")).toHaveCount(1);
  }
  await expect(grid(page)).toBeFocused();
  // What is typed is no key.
  await page.locator("#filter-tables").fill("");
  await page.locator("#filter-tables").pressSequentially("2");
  await expect(grid(page)).toBeVisible();
});

test.describe("the list of columns", () => {
  test("a name, then its type, then the line below", async ({ page }) => {
    await openColumns(page);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    await expect(editor(page)).toBeFocused();
    await expect(editor(page)).toHaveValue("first_name");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("given_name");
    await page.keyboard.press("Tab");
    await expect(sheetCell(page, 1, 0)).toHaveText("given_name");
    await expect(editor(page)).toHaveValue("varchar(40)");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("varchar(50)");
    await page.keyboard.press("Enter");
    await expect(editor(page)).toHaveCount(0);
    await expect(sheetCell(page, 1, 1)).toHaveText("varchar(50)");
    await expect(sheet(page)).toBeFocused();
    await expect(page.locator("#column-name")).toHaveValue("last_name");
    await expect(sheetCell(page, 2, 1)).toHaveClass(/active/);
  });

  test("what is typed takes the place of what was there, and is saved by keys", async ({ page, rowmill }) => {
    await openColumns(page);
    await page.keyboard.press("F2");
    await expect(editor(page)).toBeFocused();
    await page.keyboard.type("number");
    await expect(editor(page)).toHaveValue("number");
    await page.keyboard.press("Control+s");
    await page.waitForURL(/\/d\//);
    const spec = await (await fetch(`${rowmill.url}/api/datasets/${datasetOf(page)}`)).json();
    expect(spec.tables[0].columns[0].name).toBe("number");
  });

  test("a wrong type is refused in place", async ({ page }) => {
    await openColumns(page);
    await sheetCell(page, 4, 1).dblclick();
    await editor(page).fill("varcar(40)");
    await page.keyboard.press("Enter");
    await expect(editor(page)).toBeFocused();
    await expect(editor(page)).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(".sheet-editor").getByRole("alert")).not.toBeEmpty();
    await page.keyboard.press("Escape");
    await expect(editor(page)).toHaveCount(0);
    await expect(sheetCell(page, 4, 1)).toHaveText("varchar(40)");
  });

  test("pasted lines of name and type become columns", async ({ page }) => {
    await openColumns(page);
    await page.evaluate(() => navigator.clipboard.writeText("phone\tvarchar(20)\nbirthday\tdate\n"));
    await page.keyboard.press("Control+v");
    await expect(names(page)).toHaveText(["id", "phone", "birthday", "first_name", "last_name", "email", "city", "joined_at"]);
    await expect(sheetCell(page, 2, 1)).toHaveText("date");
    await expect(page.getByRole("heading", { name: "2 columns" })).toBeVisible();
  });

  test("lines that are dragged move together", async ({ page }) => {
    await openColumns(page);
    const place = (await page.locator("#sheet [data-line='3']").boundingBox())!;
    await page.keyboard.press("Shift+ArrowDown");
    await page.locator("#sheet [data-line='0'] .line-number").hover();
    await page.mouse.down();
    await page.mouse.move(place.x + 20, place.y + place.height - 3, { steps: 3 });
    await expect(page.locator(".insertion")).toBeVisible();
    await page.mouse.up();
    await expect(names(page)).toHaveText(["last_name", "email", "id", "first_name", "city", "joined_at"]);
  });

  test("several columns are NULL at once", async ({ page }) => {
    await openColumns(page, "purchase");
    for (const key of ["ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown"]) await page.keyboard.press(key);
    await expect(page.locator("#sheet [aria-selected=true]")).toHaveCount(3);
    await inspector(page).getByLabel("NULL %").fill("25");
    for (const [line, nulls] of ["0", "0", "25", "25", "25", "20", "0"].entries()) {
      await expect(sheetCell(page, line, 3)).toHaveText(nulls);
    }
  });

  test("stands beside the forms of its table and of the dataset", async ({ page }) => {
    await openColumns(page);
    await selectTable(page, "purchase");
    await expect(names(page)).toHaveCount(7);
    await datasetForm(page);
  });

  test("columns are duplicated, removed, and brought back", async ({ page }) => {
    await openColumns(page);
    await page.keyboard.press("End");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Shift+ArrowUp");
    await page.keyboard.press("Control+d");
    const doubled = ["id", "first_name", "last_name", "email", "city", "joined_at", "city_2", "joined_at_2"];
    await expect(names(page)).toHaveText(doubled);
    await page.keyboard.press("Delete");
    await expect(names(page)).toHaveText(doubled.slice(0, 6));
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(names(page)).toHaveText(doubled);
  });
});

test.describe("the picker", () => {
  /** The values of a column in the first three rows. */
  const values = async (page: Page, column: number) => {
    const rows = [await row(page, 1), await row(page, 2), await row(page, 3)];
    return rows.map((row) => row[column]).join(" · ");
  };
  /** Gives the chosen column a generator by typing, and gives the values that were shown of it. */
  const pick = async (page: Page, query: string) => {
    await page.locator("#generator").click();
    await finder(page).fill(query);
    const shown = await options(page).first().locator(".detail").textContent();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    return shown!;
  };

  test("is searched in Korean, and shows the values that the rows get", async ({ page }) => {
    await selectTable(page, "purchase");
    await chooseColumn(page, "note");
    for (const [query, label] of [["휴대폰", "Phone"], ["이메일", "E-mail address"], ["도시", "City"]] as const) {
      const shown = await pick(page, query);
      await expect(page.locator("#generator")).toHaveText(label);
      expect(shown.split(" · ")).toHaveLength(3);
      await expect.poll(() => values(page, 6)).toBe(shown);
    }
  });

  test("shows the values of options that were there before", async ({ page }) => {
    await chooseColumn(page, "city");
    await page.locator("#column-null").fill("0");
    await pick(page, "One of a list");
    await inspector(page).getByLabel("values").fill("red, blue");
    await pick(page, "City");
    const shown = await pick(page, "One of a list");
    await expect(inspector(page).getByLabel("values")).toHaveValue("red, blue");
    await expect.poll(() => values(page, 4)).toBe(shown);
  });

  test("shows the values of a key", async ({ page }) => {
    await chooseColumn(page, "id");
    const shown = await pick(page, "Whole number");
    await expect(page.locator("#generator")).toHaveText("Whole number");
    await expect.poll(() => values(page, 0)).toBe(shown);
  });

  test("shows the values of a template", async ({ page }) => {
    await selectTable(page, "purchase");
    await chooseColumn(page, "note");
    const shown = await pick(page, "Template");
    await expect(page.locator("#generator")).toHaveText("Template");
    await expect.poll(() => values(page, 6)).toBe(shown);
  });

  test("gives the focus back", async ({ page }) => {
    await chooseColumn(page, "city");
    await page.locator("#generator").focus();
    await page.keyboard.press("Enter");
    await expect(finder(page)).toBeFocused();
    await page.keyboard.type("country");
    await page.keyboard.press("Enter");
    await expect(page.locator("#generator")).toHaveText("Country");
    await expect(page.locator("#generator")).toBeFocused();
  });

  test("a generator of another type changes the type", async ({ page }) => {
    await chooseColumn(page, "joined_at");
    const [, type] = (await pick(page, "UUID, version 4")).split("changes the type to ");
    expect(type).toBeTruthy();
    await expect(page.locator("#column-type")).toHaveValue(type!);
    await expect(page.locator("#generator")).toHaveText("UUID, version 4");
    await expect.poll(async () => (await row(page, 1))[5]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    await expect(inspector(page).getByRole("alert")).toHaveCount(0);
  });

  test("changes a type to the one that the generator is for", async ({ page }) => {
    await chooseColumn(page, "joined_at");
    expect(await pick(page, "Whole number")).toBe("changes the type to bigint");
    await expect(page.locator("#column-type")).toHaveValue("bigint");
  });

  test("changes generator and type in one step", async ({ page }) => {
    await chooseColumn(page, "joined_at");
    await pick(page, "Whole number");
    await expect(page.locator("#column-type")).not.toHaveValue("timestamp");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.locator("#generator")).toHaveText("Timestamp");
    await expect(page.locator("#column-type")).toHaveValue("timestamp");
  });
});

test("the palette finds a command, a table, a column and a row", async ({ page }) => {
  const find = async (query: string) => {
    await page.keyboard.press("Control+k");
    await finder(page).fill(query);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await find("purchase");
  await expect(page.locator("#table-name")).toHaveValue("purchase");
  await find("customer.city");
  await expect(page.getByRole("option", { name: "customer" })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("#column-name")).toHaveValue("city");
  await find("show the columns");
  await expect(sheet(page)).toBeVisible();
  await find("77,777");
  await expect(grid(page)).toBeVisible();
  await row(page, 77_777);
  await expect(inspector(page).getByRole("heading", { name: "Row 77,777" })).toBeVisible();
});

test.describe("cells", () => {
  test("are selected by mouse and keys, and copied as text and as a table", async ({ page }) => {
    await cell(page, 2, 1).hover();
    await page.mouse.down();
    await cell(page, 4, 2).hover();
    await page.mouse.up();
    await expect(page.getByText("6 cells selected")).toBeVisible();
    await cell(page, 8, 2).click({ modifiers: ["Shift"] });
    await expect(page.getByText("14 cells selected")).toBeVisible();
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
    await expect(page.locator(".grid-rows .cell.selected")).toHaveCount(28);
    const shown = [];
    for (const number of [2, 3, 4, 5, 6, 7, 8]) shown.push((await row(page, number)).slice(1, 5));
    // NULL is an empty cell.
    expect(shown.flat()).toContain("NULL");
    const cells = shown.map((row) => row.map((text) => (text === "NULL" ? "" : text)));
    await page.keyboard.press("Control+c");
    await expect(notice(page)).toHaveText("Copied 28 cells.");
    const copied = await clipboard(page);
    expect(copied.text).toBe(cells.map((row) => row.join("\t")).join("\n"));
    const table = cells.map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join("")}</tr>`).join("");
    expect(copied.html.replaceAll(/<\/?tbody>/g, "")).toContain(`<table>${table}</table>`);
  });

  test("a single one is copied as it is", async ({ page }) => {
    await cell(page, 3, 3).click();
    await page.keyboard.press("Control+c");
    await expect(notice(page)).toHaveText("Copied 1 cell.");
    expect((await clipboard(page)).text).toBe((await row(page, 3))[3]);
  });

  test("more than the screen has are copied with the names of their columns", async ({ page }) => {
    await cell(page, 5, 0).click();
    await grid(page).evaluate((grid) => grid.scrollTo(0, 90_000 * 28));
    await cell(page, 90_004, 1).click({ modifiers: ["Shift"] });
    await expect(page.getByText("180,000 cells selected")).toBeVisible();
    await page.keyboard.press("Control+Shift+c");
    await expect(notice(page)).toHaveText("Copied 180,000 cells.");
    const lines = (await clipboard(page)).text.split("\n");
    expect(lines).toHaveLength(90_001);
    expect(lines[0]).toBe("id\tfirst_name");
    expect(lines.at(-1)).toBe((await row(page, 90_004)).slice(0, 2).join("\t"));
    expect(lines[1]).toMatch(/^5\t/);
  });

  test("so many that they should be downloaded are not copied", async ({ page }) => {
    await selectTable(page, "purchase");
    await grid(page).focus();
    await page.keyboard.press("Control+a");
    await expect(page.getByText("7,000,000,000 cells selected")).toBeVisible();
    await page.keyboard.press("Control+c");
    await expect(notice(page)).toContainText("At most 500,000 cells");
  });

  test("the whole value is shown, and the row that it refers to is a click away", async ({ page }) => {
    await selectTable(page, "purchase");
    const [, customer, , , , , note] = await row(page, 3);
    await cell(page, 3, 6).click();
    const value = inspector(page).getByRole("region", { name: "Value" });
    await expect(value.locator(".value")).toHaveText(note);
    await expect(value).toContainText(`${note.length} characters`);
    await cell(page, 3, 1).click();
    await value.getByRole("button", { name: `Go to row ${Number(customer).toLocaleString("en-US")} of customer` }).click();
    await expect(page.locator("#table-name")).toHaveValue("customer");
    expect((await row(page, Number(customer)))[0]).toBe(customer);
  });
});

test.describe("the edge of a column", () => {
  const city = (page: Page) => heads(page).nth(4);
  const width = async (page: Page) => (await city(page).boundingBox())!.width;
  const drag = async (page: Page, pixels: number) => {
    const edge = (await city(page).locator(".resize").boundingBox())!;
    await page.mouse.move(edge.x + edge.width / 2, edge.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge.x + edge.width / 2 + pixels, edge.y + 12, { steps: 4 });
    await page.mouse.up();
  };

  test("is dragged", async ({ page }) => {
    const before = await width(page);
    await drag(page, 137);
    await expect.poll(() => width(page)).toBeCloseTo(before + 137, 0);
    expect((await cell(page, 3, 4).boundingBox())!.width).toBeCloseTo(before + 137, 0);
    // It was no click on the head.
    await expect(page.locator("#table-name")).toBeVisible();
  });

  test("fits the column to its values at two clicks", async ({ page }) => {
    await drag(page, -60);
    const cut = () => page.locator(".grid-rows [aria-colindex='6']").evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
    await expect.poll(cut).toBeGreaterThan(0);
    await city(page).locator(".resize").dblclick();
    await expect.poll(cut).toBe(0);
    expect(await width(page)).toBeLessThan(250);
  });
});

test("of 300 columns only those on screen have cells", async ({ page }) => {
  await replaceBy(page, wide(300));
  await expect(grid(page)).toHaveAttribute("aria-colcount", "301");
  const cells = page.locator(".grid-rows .grid-row").first().locator("[role=gridcell]");
  expect(await cells.count()).toBeLessThan(40);
  const first = await row(page, 1);
  await grid(page).hover();
  await page.mouse.wheel(12_000, 0);
  await expect.poll(async () => Number(await cells.first().getAttribute("aria-colindex"))).toBeGreaterThan(80);
  expect(await cells.count()).toBeLessThan(40);
  await expect(heads(page).nth(3)).toContainText(/c\d\d/);
  await grid(page).focus();
  await page.keyboard.press("End");
  await expect(heads(page).last()).toContainText("c298");
  await expect(heads(page).last()).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Home");
  await expect(heads(page).first()).toContainText("id");
  expect(await row(page, 1)).toEqual(first);
});

test("statistics say whether they are exact", async ({ page }) => {
  await chooseColumn(page, "city");
  const statistics = inspector(page).getByRole("region", { name: "Statistics" });
  await expect(statistics).toContainText("4,096 rows, sampled evenly");
  await selectTable(page, "customer");
  await page.locator("#table-rows").fill("1000");
  await chooseColumn(page, "city");
  await expect(statistics).toContainText("All 1,000 rows, exact");
  const share = Number((await statistics.locator("dd").first().textContent())!.replace(" %", ""));
  expect(Math.abs(share - 5)).toBeLessThan(3);
  await page.getByRole("button", { name: "Statistics" }).click();
  await expect(statistics).toHaveCount(0);
  await expect(page.locator(".grid-head .bars")).toHaveCount(0);
});

test("tables are found by their names and by those of their columns", async ({ page }) => {
  await page.keyboard.press("/");
  const filter = page.locator("#filter-tables");
  await expect(filter).toBeFocused();
  await page.keyboard.type("PAID");
  await expect(tables(page)).toHaveText(["purchase"]);
  await expect(page.getByText("1 of 2 tables")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("#table-name")).toHaveValue("purchase");
  await filter.fill("zebra");
  await expect(tables(page)).toHaveCount(0);
  await filter.fill("");
  await expect(tables(page)).toHaveText(["customer", "purchase"]);
});

test.describe("statements", () => {
  /** Changes the text of the statements and has the difference shown. */
  const compare = async (page: Page, edit: (sql: string) => string): Promise<Locator> => {
    await page.keyboard.press("4");
    const text = page.getByLabel("Statements");
    await expect(text).toHaveValue(/CREATE TABLE/);
    await text.fill(edit(await text.inputValue()));
    await page.getByRole("button", { name: "Compare" }).click();
    return page.locator(".changes li");
  };

  test("change what was changed in them, and no other generator", async ({ page, rowmill }) => {
    const before = await (await fetch(`${rowmill.url}/api/datasets/${await save(page)}`)).json();
    const changes = await compare(page, (sql) =>
      sql.replace("`city` VARCHAR(40)", "`city` VARCHAR(99),\n  `phone` VARCHAR(20) NOT NULL"));
    await expect(changes).toHaveText([
      "changes customer.city from varchar(40) to varchar(99)",
      "adds customer.phone, varchar(20)",
    ]);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByLabel("Statements")).toHaveValue(/`phone` VARCHAR\(20\)/);
    const id = page.url();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page).not.toHaveURL(id);
    const after = await (await fetch(`${rowmill.url}/api/datasets/${datasetOf(page)}`)).json();
    const [phone] = after.tables[0].columns.splice(5, 1);
    expect([phone.name, phone.gen.kind]).toEqual(["phone", "phone"]);
    before.tables[0].columns[4].type = "varchar(99)";
    expect(after).toEqual(before);
  });

  test("that are compared are not saved", async ({ page, rowmill }) => {
    await expect(await compare(page, (sql) => sql.replace("VARCHAR(80)", "VARCHAR(90)"))).toHaveCount(1);
    expect((await (await fetch(`${rowmill.url}/api/datasets`)).json()).datasets).toEqual([]);
  });

  test("that are wrong are refused with the place", async ({ page }) => {
    await compare(page, () => "hello there");
    await expect(page.locator(".sql-view").getByRole("alert")).toContainText("line 1, column 1");
    await expect(page.getByRole("button", { name: "Apply" })).toHaveCount(0);
  });
});

test("an import says what it changes, and leaves the other tables alone", async ({ page }) => {
  await page.locator("#table-rows").fill("1000");
  await sendImport(page, "CREATE TABLE customer (id BIGINT PRIMARY KEY, city VARCHAR(99)); CREATE TABLE other (id INT PRIMARY KEY)");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("listitem").filter({ hasText: "adds the table other" })).toHaveCount(1);
  await expect(dialog.getByText("changes customer.city from varchar(40) to varchar(99)")).toBeVisible();
  await expect(dialog.getByText("removes customer.email")).toBeVisible();
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(page.getByLabel("CREATE TABLE statements, sample or spec")).toHaveValue(/CREATE TABLE other/);
  await expect(heads(page)).toHaveCount(6);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.getByRole("button", { name: "Change only these tables" }).click();
  await expect(tables(page)).toHaveText(["customer", "purchase", "other"]);
  await expect(heads(page)).toHaveCount(2);
  await expect(page.locator("#table-rows")).toHaveValue("1,000");
});

test("relations are listed, and lead to their tables", async ({ page }) => {
  await page.keyboard.press("3");
  const relations = page.getByRole("region", { name: "Relations" });
  await expect(relations.getByRole("listitem")).toHaveText(["purchase.customer_id → customer.id10,000 children a parent, in the mean"]);
  await expect(relations.locator("svg .box")).toHaveCount(2);
  await expect(relations.locator("svg .edge")).toHaveCount(1);
  await relations.getByRole("button", { name: /purchase\.customer_id/ }).click();
  await expect(page.locator("#table-name")).toHaveValue("purchase");
});

test("a column is given a distribution, which its values follow here and on the server", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const form = await chooseColumn(page, "amount");
  const distribution = form.getByLabel("How often each value comes");
  await expect(distribution).toHaveValue("");
  const even = await row(page, 9);
  await distribution.selectOption("log_normal");
  // It starts with something that suits the values.
  await expect(form.getByLabel("median")).not.toHaveValue("");
  await expect(heads(page).filter({ hasText: "amount" })).toContainText("Log-normal");
  await form.getByLabel("median").fill("120");
  await form.getByLabel("sigma").fill("9");
  await expect(form.getByText("write a number of at most 5")).toHaveCount(1);
  await form.getByLabel("sigma").fill("0.4");
  await expect(form.getByText("write a number of at most 5")).toHaveCount(0);
  const dataset = await save(page);
  const shown = await row(page, 9);
  expect(shown).toEqual(await apiRow(rowmill.url, dataset, "purchase", 9));
  expect(shown.slice(0, 3)).toEqual(even.slice(0, 3));
  const rows = await (await fetch(`${rowmill.url}/api/datasets/${dataset}/tables/purchase/rows.ndjson?limit=1000`)).text();
  const amounts = rows.trim().split("\n").map((line) => Number(JSON.parse(line).amount)).sort((one, other) => one - other);
  // The median of a thousand is within 5 % of the right one, but for one time in thousands.
  expect(Math.abs(amounts[500] - 120)).toBeLessThan(6);
  // Without it the values are what they were.
  await distribution.selectOption("");
  expect(await row(page, 9)).toEqual(even);
  // What has no order says so beside the field.
  await chooseColumn(page, "id");
  await inspector(page).getByLabel("How often each value comes").selectOption("zipf");
  await expect(inspector(page).getByText("have no order in which a distribution makes sense")).toHaveCount(1);
});

test("every example opens and shows rows", async ({ page, complaints }) => {
  for (let example = 0; example < 9; example += 1) {
    await page.keyboard.press("o");
    const examples = options(page).filter({ has: page.locator(".detail") });
    await expect(examples).toHaveCount(9);
    const before = await tables(page).allTextContents();
    await examples.nth(example).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(tables(page)).not.toHaveText(before);
    for (const name of await tables(page).allTextContents()) {
      await selectTable(page, name);
      expect((await row(page, 1)).join("")).not.toBe("");
    }
    await expect(page.locator(".problems")).toBeHidden();
  }
  expect(complaints).toEqual([]);
});

test.describe("keys", () => {
  test("F8 goes from problem to problem", async ({ page }) => {
    await selectTable(page, "purchase");
    const form = await chooseColumn(page, "amount");
    await form.getByLabel("min").fill("9999");
    await selectTable(page, "customer");
    await page.locator("#table-rows").fill("many");
    await expect(page.getByText("2 problems", { exact: true })).toBeVisible();
    await page.keyboard.press("F8");
    await expect(page.locator("#table-rows")).toBeFocused();
    await page.keyboard.press("F8");
    await expect(page.locator("#column-name")).toHaveValue("amount");
    await expect(inspector(page).getByLabel("max")).toBeFocused();
  });

  test("F6 walks through the parts of the page", async ({ page }) => {
    const part = () => page.evaluate(() => document.activeElement!.closest("nav, section, aside, header")!.getAttribute("aria-label") ?? "header");
    const walked = [];
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press("F6");
      walked.push(await part());
    }
    expect(walked).toEqual(["Schema", "Rows", "Details", "header", "Loads", "Schema"]);
  });

  test("? lists them", async ({ page }) => {
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    for (const key of ["Ctrl K", "F8", "F6", "Ctrl Shift C"]) await expect(keys.locator("kbd").getByText(key, { exact: true })).not.toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(keys).toHaveCount(0);
  });

  test("at most six of Tab lead from the start to the grid", async ({ page }) => {
    let presses = 0;
    while (!(await grid(page).evaluate((grid) => grid === document.activeElement))) {
      presses += 1;
      expect(presses).toBeLessThanOrEqual(6);
      await page.keyboard.press("Tab");
    }
  });

  test("the link past the header leads to the rows", async ({ page }) => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "To the rows" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(grid(page)).toBeFocused();
  });
});

test("a dataset is found by the name that it was given", async ({ page, rowmill }) => {
  const form = await datasetForm(page);
  await form.getByLabel("Name").fill("Winter sale");
  await expect(page).toHaveTitle(/Winter sale – Rowmill$/);
  const dataset = await save(page);
  await open(page, rowmill.url);
  await page.keyboard.press("o");
  await finder(page).fill("winter");
  await expect(options(page)).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${rowmill.url}/d/${dataset}`);
  await expect(page).toHaveTitle("Winter sale – Rowmill");
});

test("what is shared is saved, and its address is in the clipboard", async ({ page, rowmill }) => {
  await page.getByRole("button", { name: "Share" }).click();
  await page.waitForURL(SAVED);
  await expect(notice(page)).toContainText(page.url());
  expect((await clipboard(page)).text).toBe(page.url());
  expect(page.url().startsWith(rowmill.url)).toBe(true);
});

test("a key right behind Escape opens the next dialog", async ({ page }) => {
  for (const [key, name] of [["?", "Keys"], ["l", "Load into a database"], ["?", "Keys"], ["?", "Keys"]] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await page.keyboard.press("Escape");
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
