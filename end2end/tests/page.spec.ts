import { expect, goToRow, apiRow, open, row, save, seedField, selectTable, test } from "./rowmill";

test("the page is rendered by the server and hydrates without complaints", async ({ page, rowmill, complaints, browser }) => {
  const still = await browser.newPage({ javaScriptEnabled: false });
  await still.goto(rowmill.url);
  await expect(still.locator(".grid-rows .grid-row").nth(10)).toContainText("11");
  const rendered = await still.locator(".grid-rows .grid-row").nth(3).locator("[role=gridcell]").allTextContents();
  // Stripes and NULLs look the same before the page is alive.
  await expect(still.locator(".grid-row.odd").first()).toContainText("2");
  await expect(still.locator(".cell.null").first()).toHaveText("NULL");
  await still.close();

  await open(page, rowmill.url);
  expect(await row(page, 4)).toEqual(rendered);
  await selectTable(page, "purchase");
  await expect(page.locator(".count")).toHaveText("1,000,000,000 rows");
  expect(complaints).toEqual([]);
});

test("first, middle and last row of a billion are those of the API", async ({ page, rowmill, complaints }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const dataset = await save(page);
  for (const number of [1, 2, 500_000_000, 734_512_009, 999_999_999, 1_000_000_000]) {
    await goToRow(page, number);
    expect(await row(page, number)).toEqual(await apiRow(rowmill.url, dataset, "purchase", number));
  }
  expect(complaints).toEqual([]);
});

test("a saved dataset is at its address", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await (await seedField(page)).fill("7");
  const shown = await row(page, 5);
  const dataset = await save(page);
  await open(page, `${rowmill.url}/d/${dataset}`);
  await expect(await seedField(page)).toHaveValue("7");
  expect(await row(page, 5)).toEqual(shown);
  await page.goto(`${rowmill.url}/d/00000000000000000000000000000000`);
  await expect(page.getByRole("alert")).toContainText("There is no dataset");
});

test("without the server the page scrolls on", async ({ page, rowmill, context }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const dataset = await save(page);
  const expected = await apiRow(rowmill.url, dataset, "purchase", 123_456_789);
  await rowmill.kill();
  await context.setOffline(true);
  await goToRow(page, 123_456_789);
  expect(await row(page, 123_456_789)).toEqual(expected);
  await page.getByRole("grid").hover();
  await page.mouse.wheel(0, 2_800);
  await row(page, 123_456_889);
});

test("the grid is at home on the keyboard", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  const grid = page.getByRole("grid");
  await grid.focus();
  const active = () => grid.evaluate((grid) => {
    const cell = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
    return [cell?.parentElement?.getAttribute("aria-rowindex"), cell?.getAttribute("aria-colindex")];
  });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect.poll(active).toEqual(["3", "3"]);
  await page.keyboard.press("Control+End");
  await expect.poll(active).toEqual(["1000000001", "8"]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  await expect.poll(active).toEqual(["1000000000", "2"]);
  await page.keyboard.press("PageUp");
  const afterPage = Number((await active())[0]);
  expect(afterPage).toBeLessThan(999_999_990);
  await page.keyboard.press("PageDown");
  await expect.poll(active).toEqual(["1000000000", "2"]);
  await page.keyboard.press("Control+Home");
  await expect.poll(active).toEqual(["2", "2"]);
  expect(await page.locator(".grid-rows .grid-row").count()).toBeLessThan(60);
});

test("dragging the scroll bar reaches the last row", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await selectTable(page, "purchase");
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
  await row(page, 1_000_000_000);
  await page.getByRole("grid").evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 2));
  await expect.poll(async () => {
    const number = (await page.locator(".grid-rows .row-number").first().textContent())!.replaceAll(",", "");
    return Math.abs(Number(number) - 500_000_000);
  }).toBeLessThan(2_000_000);
});
