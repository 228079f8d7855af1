// Children of parents: what the page shows is what the server sends, and a person can say how many there are.
import { apiRow, chooseColumn, expect, goToRow, inspector, open, pickGenerator, replaceBy, row, run, save, selectTable, send, test } from "./rowmill";

const SPEC = {
  rowmill: 1,
  seed: "5",
  tables: [
    {
      name: "purchase",
      rows: 300000,
      primary_key: ["id"],
      columns: [
        { name: "id", type: "bigint" },
        { name: "lines", type: "int", gen: { kind: "child_count", table: "item", column: "purchase_id" } },
        { name: "price", type: "decimal(8,2)", gen: { kind: "decimal", min: "1.00", max: "9.99" } },
      ],
    },
    {
      name: "item",
      rows: 1000000,
      primary_key: ["purchase_id", "line"],
      columns: [
        { name: "purchase_id", type: "bigint", sampler: "shuffled" },
        { name: "line", type: "int", gen: { kind: "ordinal", key: "purchase_id" } },
        { name: "price", type: "decimal(8,2)", gen: { kind: "parent_value", key: "purchase_id", column: "price" } },
        { name: "total", type: "decimal(10,2)", gen: { kind: "expression", sql: "buyer.price * line" } },
      ],
      references: [
        { name: "buyer", columns: ["purchase_id"], table: "purchase", children: { min: 1, max: 9, distribution: { kind: "zipf", exponent: 0.5 } } },
      ],
    },
    {
      name: "employee",
      rows: 5000,
      primary_key: ["id"],
      columns: [
        { name: "id", type: "int" },
        { name: "manager_id", type: "int", gen: { kind: "child_of", table: "employee", column: "id", max: 9, depth: 5, roots: 1 } },
        { name: "level", type: "int", gen: { kind: "level", key: "manager_id" } },
      ],
    },
  ],
};

test("children, their numbers and trees are shown as the server makes them", async ({ page, rowmill, complaints }) => {
  const { id } = await send(rowmill, "/api/datasets", SPEC);
  await page.setViewportSize({ width: 1800, height: 900 });
  await open(page, `${rowmill.url}/d/${id}`);
  for (const [table, numbers] of [
    ["purchase", [1, 150_000, 300_000]],
    ["item", [1, 654_321, 1_000_000]],
    ["employee", [2, 777, 5_000]],
  ] as const) {
    await selectTable(page, table);
    for (const number of numbers) {
      await goToRow(page, number);
      await expect.poll(() => row(page, number)).toEqual(await apiRow(rowmill.url, id, table, number));
    }
  }
  expect(complaints).toEqual([]);
});

test("a person says how many children a parent has", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await replaceBy(
    page,
    JSON.stringify({
      rowmill: 1,
      tables: [
        { name: "customer", rows: 100, primary_key: ["id"], columns: [{ name: "id", type: "bigint" }, { name: "city", type: "varchar(40)", gen: { kind: "city" } }] },
        {
          name: "purchase",
          rows: 250,
          columns: [
            { name: "customer_id", type: "bigint", gen: { kind: "foreign_key", table: "customer", column: "id" } },
            { name: "number", type: "int", gen: { kind: "integer", min: 1, max: 9 } },
            { name: "town", type: "varchar(40)" },
          ],
        },
      ],
    }),
  );
  await selectTable(page, "purchase");
  await chooseColumn(page, "customer_id");
  await pickGenerator(page, "Key of a parent");
  await inspector(page).getByLabel("children at most").fill("2");
  await expect(inspector(page)).toContainText("100 parents with at most 2 children each have 200, the table 250 rows; make fewer rows, or raise max");
  await inspector(page).getByLabel("children at most").fill("5");
  await inspector(page).getByLabel("children at least").fill("2");
  await expect(inspector(page)).not.toContainText("children each have");
  await chooseColumn(page, "number");
  await pickGenerator(page, "Number within the parent");
  await expect(inspector(page).getByLabel("key", { exact: true })).toHaveValue("customer_id");
  await expect.poll(async () => [await row(page, 1), await row(page, 2)].map((cells) => cells.slice(0, 2))).toEqual([["1", "1"], ["1", "2"]]);
  await chooseColumn(page, "town");
  await pickGenerator(page, "Value of the parent's row");
  await inspector(page).getByLabel("column", { exact: true }).fill("city");
  await expect.poll(async () => (await row(page, 1))[2]).toBe((await row(page, 2))[2]);
  // What keys name follows a rename, and the relations say how many there are.
  await chooseColumn(page, "customer_id");
  await page.locator("#column-name").fill("buyer_id");
  await page.locator("#column-name").press("Enter");
  await chooseColumn(page, "number");
  await expect(inspector(page).getByLabel("key", { exact: true })).toHaveValue("buyer_id");
  const id = await save(page);
  await expect.poll(() => row(page, 7)).toEqual(await apiRow(rowmill.url, id, "purchase", 7));
  await run(page, "Show the relations");
  await expect(page.locator(".relations")).toContainText("2 – 5");
});

test("statements with a key to their own table become a tree", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await replaceBy(page, "CREATE TABLE category (id INT PRIMARY KEY, parent_id INT REFERENCES category (id), name VARCHAR(40));");
  await chooseColumn(page, "parent_id");
  await expect(inspector(page).getByLabel("depth of the tree")).toHaveValue("");
  const cells = await row(page, 9);
  expect(Number(cells[1])).toBeLessThan(Number(cells[0]));
  await expect.poll(async () => (await row(page, 1))[1]).toBe("NULL");
});
