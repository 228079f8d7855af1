import { expect, open, row, test } from "./rowmill";

test("editing one column changes that column only", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("tab", { name: "purchase" }).click();
  const before = await row(page, 9);
  const amount = page.locator("li.column").nth(3);
  await amount.getByLabel("max").fill("9.99");
  await expect.poll(async () => (await row(page, 9))[3]).not.toBe(before[3]);
  const after = await row(page, 9);
  expect(after.toSpliced(3, 1)).toEqual(before.toSpliced(3, 1));
  expect(Number(after[3])).toBeLessThan(10);
});

test("what is wrong is said beside its field, and the other columns go on", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("tab", { name: "purchase" }).click();
  const before = await row(page, 3);
  const amount = page.locator("li.column").nth(3);
  await amount.getByLabel("min").fill("9999");
  await expect(amount.getByRole("alert")).toContainText("exchange them");
  await expect(page.getByRole("button", { name: "Download" })).toBeDisabled();
  expect(await row(page, 3)).toEqual(before.with(3, ""));
  await expect(page.locator(".grid-rows .cell.wrong").first()).toBeVisible();
  // Another column is edited meanwhile.
  const code = page.locator("li.column").nth(2);
  await code.getByRole("textbox", { name: "pattern" }).fill("x[0-9]");
  await expect.poll(async () => (await row(page, 3))[2]).toMatch(/^x\d$/);
  // The list of problems leads there, from another table, too.
  await page.getByRole("tab", { name: "customer" }).click();
  await page.getByText("1 problem", { exact: true }).click();
  await page.getByRole("button", { name: /purchase › amount.*exchange them/ }).click();
  await expect(page.getByRole("tab", { name: "purchase" })).toHaveAttribute("aria-selected", "true");
  await expect(amount.getByLabel("max")).toBeFocused();
  await amount.getByLabel("min").fill("1");
  await expect(amount.getByRole("alert")).toHaveCount(0);

  await page.getByRole("textbox", { name: "Rows", exact: true }).fill("many");
  await expect(page.locator(".table-fields").getByRole("alert")).toContainText("whole number");
  await expect(page.locator(".count")).toHaveText("1,000,000,000 rows");
});

test("undo and redo", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("textbox", { name: "Table", exact: true }).fill("client");
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(page.locator("li.column")).toHaveCount(7);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("li.column")).toHaveCount(6);
  await page.getByRole("button", { name: "Add column" }).click();
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(page.locator("li.column")).toHaveCount(8);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator("li.column")).toHaveCount(7);
  await page.keyboard.press("Control+z");
  await expect(page.locator("li.column")).toHaveCount(6);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(".notice")).toHaveText("Undid: name of a table.");
  await expect(page.getByRole("tab").first()).toHaveText("customer");
  await expect(page.getByRole("textbox", { name: "Table", exact: true })).toHaveValue("customer");
  await page.getByRole("button", { name: "Redo" }).click();
  await expect(page.getByRole("tab").first()).toHaveText("client");
});

test("columns are added, moved, changed and removed by keyboard", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Add column" }).click();
  await expect(page.locator("#column-name-6")).toBeFocused();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("age");
  await page.keyboard.press("Enter");
  await page.locator("li.column").nth(6).getByLabel("Generator").selectOption("sequence");
  await expect.poll(async () => (await row(page, 7))[6]).toBe("7");
  await page.getByRole("button", { name: /^Move age/ }).focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("#column-name-5")).toHaveValue("age");
  await expect(page.getByRole("button", { name: /^Move age/ })).toBeFocused();
  await page.getByRole("button", { name: /^Remove age/ }).press("Enter");
  await expect(page.locator("li.column")).toHaveCount(6);
});

test("a spec is exported and imported again", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByLabel("Seed").fill("99");
  const shown = await row(page, 2);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("customer.rowmill.json");
  const file = await download.path();
  await page.getByLabel("Seed").fill("1");
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByLabel("or a file").setInputFiles(file);
  await expect(page.getByLabel("CREATE TABLE statements or spec")).toHaveValue(/"rowmill": 1/);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByLabel("Seed")).toHaveValue("99");
  expect(await row(page, 2)).toEqual(shown);
});

test("text that is no SQL is refused with the place", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByLabel("CREATE TABLE statements or spec").fill("hello there");
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("Line: 1");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
