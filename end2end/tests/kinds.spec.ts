// Kinds that the page fetches later, expressions, places and Korean: what the page shows is what the server sends.
import { apiRow, chooseColumn, datasetOf, expect, goToRow, inspector, open, pickGenerator, replaceBy, row, run, save, SAVED, send, sendImport, test } from "./rowmill";

/** A table of kinds that the page does not bring along, in two languages, and expressions over them. */
const SPEC = {
  rowmill: 1,
  seed: "9",
  locale: "ko",
  tables: [
    {
      name: "member",
      rows: 50000,
      columns: [
        { name: "id", type: "bigint" },
        { name: "name", type: "varchar(10)", gen: { kind: "full_name" } },
        { name: "email", type: "varchar(60)", gen: { kind: "email" } },
        { name: "address", type: "varchar(60)", gen: { kind: "address" } },
        { name: "home", type: "varchar(80)", gen: { kind: "address", locale: "en" } },
        { name: "score", type: "int", gen: { kind: "integer", min: 0, max: 100 }, distribution: { kind: "normal", mean: 60, deviation: 15 } },
        { name: "grade", type: "varchar(10)", gen: { kind: "expression", sql: "CASE WHEN score >= 80 THEN 'A' WHEN score >= 50 THEN 'B' END" } },
        { name: "text", type: "varchar(80)", gen: { kind: "expression", sql: "name || ' ' || lpad(CAST(id AS text), 9, '0')" } },
        { name: "at", type: "timestamp(3)", gen: { kind: "expression", sql: "now() - random() * INTERVAL '30 days'" } },
        { name: "ratio", type: "double", gen: { kind: "expression", sql: "sin(score) + sqrt(score) * ln(score + 2)" } },
      ],
    },
  ],
};

test("a dataset of kinds that come later is shown as the server makes it", async ({ page, rowmill, complaints }) => {
  const { id } = await send(rowmill, "/api/datasets", SPEC);
  // Columns that are not on screen have no cells.
  await page.setViewportSize({ width: 2600, height: 900 });
  await open(page, `${rowmill.url}/d/${id}`);
  for (const number of [1, 34_512, 50_000]) {
    await goToRow(page, number);
    await expect.poll(() => row(page, number)).toEqual(await apiRow(rowmill.url, id, "member", number));
  }
  expect(complaints).toEqual([]);
});

test("a page whose kinds do not come says so, and loses nothing", async ({ page, rowmill }) => {
  const { id } = await send(rowmill, "/api/datasets", SPEC);
  await page.route(/\/later\.[0-9a-f]+\.wasm/, (route) => route.abort());
  await page.goto(`${rowmill.url}/d/${id}`);
  await expect(page.locator(".notices")).toContainText("A part of the page could not be fetched");
  // The rows that the server rendered stay.
  await expect(page.locator(".grid-rows")).toContainText("A");
  await page.unroute(/\/later\.[0-9a-f]+\.wasm/);
  await open(page, `${rowmill.url}/d/${id}`);
  await expect(page).toHaveURL(SAVED);
});

test("a draft of such kinds is there again", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await chooseColumn(page, "city");
  await pickGenerator(page, "Postcode");
  const shown = await row(page, 3);
  expect(shown.join()).toMatch(/\b\d{5}\b/);
  await expect(page.locator(".saved-state")).toHaveText("edited");
  await page.reload();
  await open(page, rowmill.url).catch(() => undefined);
  await page.getByRole("button", { name: "Restore" }).first().click().catch(() => undefined);
  await expect.poll(() => row(page, 3)).toEqual(shown);
});

test("an expression is completed, checked and follows a rename", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await replaceBy(
    page,
    JSON.stringify({
      rowmill: 1,
      tables: [
        { name: "customer", rows: 10, primary_key: ["id"], columns: [{ name: "id", type: "bigint" }, { name: "joined", type: "date", gen: { kind: "date", from: "2024-01-01", to: "2024-12-31" } }] },
        {
          name: "purchase",
          rows: 1000,
          columns: [
            { name: "customer_id", type: "bigint", gen: { kind: "foreign_key", table: "customer", column: "id" } },
            { name: "price", type: "decimal(8,2)", gen: { kind: "decimal", min: "1.00", max: "9.99" } },
            { name: "total", type: "decimal(10,2)" },
          ],
        },
      ],
    }),
  );
  await page.getByRole("option", { name: /purchase/ }).first().click();
  await chooseColumn(page, "total");
  await pickGenerator(page, "Expression");
  const field = inspector(page).getByLabel("SQL expression");
  await field.fill("pri");
  await inspector(page).getByRole("button", { name: "price", exact: true }).click();
  await expect(field).toHaveValue("price");
  await field.pressSequentially(" * 2");
  const cells = await row(page, 1);
  expect(Number(cells[2])).toBeCloseTo(Number(cells[1]) * 2, 2);
  // What is wrong is said with its place and a remedy, and the other columns stay.
  await field.fill("price / (price - price)");
  await expect(inspector(page)).toContainText("the divisor may be 0; write NULLIF(…, 0)");
  await expect.poll(async () => (await row(page, 1))[1]).toBe(cells[1]);
  await field.fill("price * 2");
  await chooseColumn(page, "price");
  await page.locator("#column-name").fill("cost");
  await page.locator("#column-name").press("Enter");
  await chooseColumn(page, "total");
  await expect(inspector(page).getByLabel("SQL expression")).toHaveValue("cost * 2");
  const id = await save(page);
  expect(datasetOf(page)).toBe(id);
  await expect.poll(() => row(page, 7)).toEqual(await apiRow(rowmill.url, id, "purchase", 7));
});

test("statements with Korean comments become Korean data", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await replaceBy(
    page,
    "CREATE TABLE tb_member (id BIGINT PRIMARY KEY, usr_nm VARCHAR(20) COMMENT '회원명', hp_no VARCHAR(13) COMMENT '휴대폰', grd VARCHAR(10) COMMENT '등급(일반/우수/VIP)', use_yn CHAR(1) COMMENT '사용여부');",
  );
  const [, name, phone, grade, used] = await row(page, 1);
  expect(name).toMatch(/^[가-힣]{2,4}$/);
  expect(phone).toMatch(/^010-[01]\d{3}-\d{4}$/);
  expect(["일반", "우수", "VIP"]).toContain(grade);
  expect(["Y", "N"]).toContain(used);
  await run(page, "Undo");
});

test("nothing of a sample leaves the browser", async ({ page, rowmill }) => {
  const sent: string[] = [];
  await open(page, rowmill.url);
  page.on("request", (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
  const cities = ["Seoul,KR", "Busan,KR", "Paris,FR", "Nice,FR", "Cork,IE"];
  const lines = Array.from({ length: 60 }, (_, number) => `${cities[(number * 7) % 5]},${number * 3}.5,secret ${number} word ${number % 7}`);
  await sendImport(page, `city,country,score,remark\n${lines.join("\n")}\n`);
  await expect(page.getByRole("dialog")).toContainText("`country` follows from `city`");
  await page.getByRole("button", { name: "Done" }).click();
  for (const number of [1, 2, 9]) {
    const [city, country] = await row(page, number);
    expect(cities).toContain(`${city},${country}`);
  }
  await chooseColumn(page, "country");
  await expect(inspector(page).getByLabel("SQL expression")).toHaveValue(/WHEN 'Paris' THEN 'FR'/);
  expect(sent.filter((request) => request.includes("secret") || request.startsWith("POST"))).toEqual([]);
});

test("a column is NULL with another, and texts may be empty", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const { id } = await send(rowmill, "/api/datasets", {
    rowmill: 1,
    tables: [
      {
        name: "t",
        rows: 2000,
        columns: [
          { name: "shipped", type: "date", null: 0.5, gen: { kind: "date", from: "2025-01-01", to: "2025-12-31" } },
          { name: "carrier", type: "varchar(20)", gen: { kind: "list", values: ["DHL", "UPS"] } },
        ],
      },
    ],
  });
  await open(page, `${rowmill.url}/d/${id}`);
  await chooseColumn(page, "carrier");
  await page.locator("#column-null-with").fill("shipped");
  await page.locator("#column-null-with").press("Enter");
  await page.locator("#column-empty").fill("50");
  await page.locator("#column-empty").press("Enter");
  const seen = new Set<string>();
  for (let number = 1; number <= 12; number += 1) {
    const [shipped, carrier] = await row(page, number);
    expect(carrier === "NULL").toBe(shipped === "NULL");
    seen.add(carrier ?? "");
  }
  expect(seen.size).toBeGreaterThan(2);
  await page.locator("#column-null-with").fill("nowhere");
  await page.locator("#column-null-with").press("Enter");
  await expect(inspector(page)).toContainText("the table has no column `nowhere`");
});
