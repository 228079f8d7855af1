// What a schema is made from and of: a sample of rows, lists with weights, references drawn by hand.
import type { Page } from "@playwright/test";
import { chooseColumn, expect, heads, inspector, open, replaceBy, row, selectTable, sendImport, tables, test } from "./rowmill";

const sample = [
  "id,colour,price,born,mail",
  ...Array.from({ length: 12 }, (_, index) =>
    [index + 1, index % 4 ? "red" : "blue", `${index}.50`, index % 3 ? `2001-05-${10 + index}` : "", `a${index}@example.org`].join(","),
  ),
].join("\n");

/** A line of a column in the diagram of relations. */
const line = (page: Page, table: number, name: string) =>
  page.locator(`.diagram [data-table='${table}'] .column`).filter({ has: page.locator("text", { hasText: new RegExp(`^${name}$`) }) });

/** Drags a column to another. */
async function drag(page: Page, from: [number, string], to: [number, string]): Promise<void> {
  await line(page, ...from).hover();
  await page.mouse.down();
  const end = (await line(page, ...to).boundingBox())!;
  await page.mouse.move(end.x + 30, end.y + end.height / 2, { steps: 4 });
  await expect(line(page, ...to)).toHaveClass(/over/);
  await expect(page.locator(".drawn path")).toHaveCount(1);
  await page.mouse.up();
  await expect(page.locator(".drawn")).toHaveCount(0);
}

test.beforeEach(async ({ page, rowmill }) => {
  await open(page, rowmill.url);
});

test.describe("a sample of rows", () => {
  test("becomes a table with types, choices and NULL as it has them", async ({ page }) => {
    await replaceBy(page, sample);
    await expect(tables(page)).toHaveText(["sample"]);
    await expect(page.locator("#table-rows")).toHaveValue("1,000");
    await expect(heads(page)).toHaveCount(5);
    const cells = await row(page, 7);
    expect(cells[0]).toBe("7");
    expect(cells[1]).toMatch(/^(red|blue)$/);
    expect(cells[4]).toContain("@");
    await chooseColumn(page, "born");
    await expect(page.locator("#column-type")).toHaveValue("date");
    await expect(inspector(page).getByLabel("NULL %")).toHaveValue("33.33");
  });

  test("is read from a file, and named after it", async ({ page }) => {
    await page.getByRole("button", { name: "Import", exact: true }).click();
    // Longer than what is read: the last line that is whole is the last.
    const long = `${sample}\n${Array.from({ length: 60_000 }, (_, index) => `${index + 13},red,1.50,,b@example.org`).join("\n")}\n`;
    await page.locator("input[type=file]").setInputFiles({ name: "guest list.csv", mimeType: "text/csv", buffer: Buffer.from(long) });
    await expect(page.locator("#import-text")).toHaveValue(/^id,colour/);
    await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
    await expect(page.getByRole("dialog")).toContainText("Only the beginning of the file was read, 1.0 MB");
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
    await expect(tables(page)).toHaveText(["guest list"]);
    expect(Number((await page.locator("#table-rows").inputValue()).replaceAll(",", ""))).toBeGreaterThan(30_000);
  });

  test("of Korean Windows is read, and is added to what is there", async ({ page }) => {
    await page.locator("#table-rows").fill("777");
    await page.getByRole("button", { name: "Import", exact: true }).click();
    // "도시,수\n서울,1\n부산,2\n" in the encoding that a Korean Excel writes.
    const bytes = [0xb5, 0xb5, 0xbd, 0xc3, 0x2c, 0xbc, 0xf6, 0x0a, 0xbc, 0xad, 0xbf, 0xef, 0x2c, 0x31, 0x0a, 0xba, 0xce, 0xbb, 0xea, 0x2c, 0x32, 0x0a];
    await page.locator("input[type=file]").setInputFiles({ name: "cities.csv", mimeType: "text/csv", buffer: Buffer.from(bytes) });
    await expect(page.locator("#import-text")).toHaveValue("도시,수\n서울,1\n부산,2\n");
    await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Add to the tables that are there" }).click();
    await expect(tables(page)).toHaveText(["customer", "purchase", "cities"]);
    await expect(page.locator("#table-name")).toHaveValue("cities");
    expect((await row(page, 1))[0]).toMatch(/^(서울|부산)$/);
  });

  test("as JSON lines has the names in their order, and tells how its values are spread", async ({ page }) => {
    // Ever fewer from the least on: the quantiles of an exponential distribution.
    const lines = Array.from({ length: 300 }, (_, line) => {
      const amount = (-2_000 * Math.log(1 - (line + 0.5) / 300)).toFixed(0);
      return JSON.stringify({ order: line + 1, amount: Number(amount), note: line % 3 ? "a \"quoted\" word" : null });
    });
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.locator("input[type=file]").setInputFiles({ name: "orders.NDJSON", mimeType: "", buffer: Buffer.from(`${lines.join("\n")}\n`) });
    await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
    await expect(tables(page)).toHaveText(["orders"]);
    await expect(heads(page)).toHaveText([/^.*order/, /^.*amount/, /^.*note/]);
    await expect(heads(page).nth(1)).toContainText("Exponential");
    await chooseColumn(page, "amount");
    await expect(inspector(page).getByLabel("How often each value comes")).toHaveValue("exponential");
    await chooseColumn(page, "note");
    await expect(inspector(page).getByLabel("NULL %")).toHaveValue("33.33");
  });

  test("with a line too short is refused with the line", async ({ page }) => {
    await sendImport(page, "a,b\n1,2\n3\n");
    await expect(page.getByRole("dialog").getByRole("alert")).toHaveText(/line 3 has 1 cells, the first line has 2/);
  });
});

test("a list has a weight and a share for each value", async ({ page }) => {
  await replaceBy(page, sample);
  await chooseColumn(page, "colour");
  const list = page.getByRole("group", { name: "Choices and their weights" });
  await expect(list.locator(".share")).toHaveText(["75 %", "25 %"]);
  await list.getByLabel("Weight 2").fill("27");
  await expect(list.locator(".share")).toHaveText(["25 %", "75 %"]);
  await list.getByLabel("Weight 1").fill("-1");
  await expect(list.getByRole("alert")).toHaveText("a number from 0 on");
  await list.getByLabel("Weight 1").fill("0");
  await list.getByRole("textbox", { name: "Value 2", exact: true }).fill("green");
  await expect.poll(async () => (await row(page, 1))[1]).toBe("green");
  await list.getByRole("button", { name: "Add value" }).click();
  await expect(list.getByRole("textbox", { name: "Value 3", exact: true })).toBeFocused();
  await page.keyboard.type("black");
  await list.getByRole("button", { name: "Remove value 1" }).click();
  await expect(list.getByRole("textbox", { name: "Value 2", exact: true })).toHaveValue("black");
  await expect(inspector(page).getByLabel("values, with commas")).toHaveValue("green, black");
  await expect(list.getByRole("textbox", { name: "Value 1", exact: true })).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(list.getByRole("textbox", { name: "Value 1", exact: true })).toHaveValue("red");
  // Weights stay with their values, wherever those are written.
  await inspector(page).getByLabel("values, with commas").fill("blue, green, red");
  await expect(list.getByLabel("Weight 2")).toHaveValue("27");
  await expect(list.getByLabel("Weight 3")).toHaveValue("0");
});

test("a value of a list keeps its line breaks", async ({ page }) => {
  const spec = { rowmill: 1, tables: [{ name: "t", rows: 9, columns: [{ name: "a", type: "text", gen: { kind: "list", values: ["two\nlines"] } }] }] };
  await replaceBy(page, JSON.stringify(spec));
  await chooseColumn(page, "a");
  const value = page.getByRole("textbox", { name: "Value 1", exact: true });
  await expect(value).toHaveValue("two\nlines");
  await value.press("Control+End");
  await page.keyboard.type("!");
  await expect(inspector(page).getByLabel("values, with commas")).toHaveValue("two\nlines!");
});

test("a column that is dragged to a key refers to it", async ({ page }) => {
  await replaceBy(
    page,
    `CREATE TABLE parent (id CHAR(36) PRIMARY KEY, city VARCHAR(40));
     CREATE TABLE child (id INT PRIMARY KEY, whose INT, note TEXT)`,
  );
  await page.keyboard.press("3");
  const relations = page.getByRole("region", { name: "Relations" });
  await expect(relations.locator("svg .edge")).toHaveCount(0);
  await drag(page, [1, "whose"], [0, "city"]);
  await expect(page.locator(".notice")).toContainText("`parent.city` is no key");
  await expect(relations.locator("svg .edge")).toHaveCount(0);
  await drag(page, [1, "whose"], [0, "id"]);
  await expect(relations.getByRole("listitem")).toHaveText([/^child\.whose → parent\.id/]);
  await expect(page.locator("#column-type")).toHaveValue("char(36)");
  await expect(page.locator("#generator")).toHaveText("Key of another table");
  await expect(relations.locator("svg .edge")).toHaveCount(1);
  await expect(page.locator(".notice")).toContainText("`whose` refers to parent.id now, and is char(36) as that is.");
  await page.keyboard.press("Control+z");
  await expect(relations.locator("svg .edge")).toHaveCount(0);
  // The other way round it means the same.
  await drag(page, [0, "id"], [1, "whose"]);
  await expect(relations.getByRole("listitem")).toHaveText([/^child\.whose → parent\.id/]);
  await page.keyboard.press("Control+z");
  // A drag that is given up, and one that ends nowhere.
  await line(page, 1, "whose").hover();
  await page.mouse.down();
  await page.mouse.move(5, 5, { steps: 3 });
  await page.mouse.up();
  await expect(page.locator(".drawn")).toHaveCount(0);
  await expect(relations.locator("svg .edge")).toHaveCount(0);
  // A click is a click.
  await line(page, 0, "city").click();
  await expect(page.locator("#column-name")).toHaveValue("city");
  await selectTable(page, "child");
});

test("the whole diagram comes into sight, and a column is dragged there too", async ({ page }) => {
  const references = Array.from({ length: 8 }, (_, index) => `CREATE TABLE t${index} (id INT PRIMARY KEY, other INT${index ? `, FOREIGN KEY (other) REFERENCES t${index - 1} (id)` : ""})`);
  await replaceBy(page, references.join(";\n"));
  await page.keyboard.press("3");
  const diagram = page.getByLabel("Diagram", { exact: true });
  const room = () => diagram.evaluate((place) => [place.scrollWidth - place.clientWidth, place.scrollHeight - place.clientHeight]);
  await expect.poll(async () => Math.max(...(await room()))).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Fit" }).click();
  await expect.poll(room).toEqual([0, 0]);
  const size = page.getByRole("group", { name: "Size of the diagram" }).getByRole("button").nth(1);
  await expect(size).not.toHaveText("100 %");
  await drag(page, [7, "other"], [0, "id"]);
  await expect(page.locator(".notice")).toContainText("`other` refers to t0.id now");
  // By the keyboard.
  await diagram.press("0");
  await expect(size).toHaveText("100 %");
  await diagram.press("+");
  await expect(size).toHaveText("150 %");
  await diagram.press("-");
  await diagram.press("-");
  await expect(size).toHaveText("80 %");
});

test("a download says how long it takes", async ({ page }) => {
  await page.locator("#table-rows").fill("1000000000");
  await page.getByRole("button", { name: "Download" }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText(/1,000,000,000 rows, about .* GB, made in about .*(min|h).* by one processor/);
  await page.getByRole("dialog").getByLabel("Compressed (gzip)").check();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("without compression, which takes longer");
});
