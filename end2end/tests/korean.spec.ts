// The main tour in Korean: no English is left on the way.
import type { Page } from "@playwright/test";
import { expect, open, row, SAVED, test } from "./rowmill";

/** Words that are the same in Korean, and what is data. */
const SAME = /^(Rowmill|✓ SQLite [\d.]+|API|(customer|purchase)(\.\w+)?|CSV|SQL|NDJSON|NULL|NULL %|PK|FK|U|Ctrl K|CREATE TABLE|[^가-힣A-Za-z]*)$/;

/** The texts of the page's own words: neither data nor names. */
async function words(page: Page, within: string): Promise<string[]> {
  return page.locator(within).evaluateAll((roots) => roots.flatMap((root) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement!;
      const isData = element.closest(".grid-rows, .grid-head, .table-name, .dataset-name, code, kbd, option, .value, .samples, .detail, [data-attribute='0'], [data-attribute='1'], .box text:not(.rows), .references button, input[name=target] ~ span, form .actions button,  datalist, script, style");
      const text = walker.currentNode.textContent!.trim();
      if (!isData && text && element.checkVisibility()) found.push(text);
    }
    return found;
  }));
}

async function expectKorean(page: Page, within = "body"): Promise<void> {
  const english = (await words(page, within)).filter((text) => !SAME.test(text) && !/[가-힣]/.test(text));
  expect(english).toEqual([]);
}

test("the tour in Korean", async ({ page, rowmill, context }) => {
  await page.goto(`${rowmill.url}/?lang=ko`);
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByRole("button", { name: "저장" })).toBeEnabled();
  await expectKorean(page);
  // The choice is kept without the link.
  await page.goto(rowmill.url);
  await expect(page.getByRole("button", { name: "저장" })).toBeEnabled();
  await row(page, 3);

  // A column and its generator, found by a Korean word.
  await page.getByRole("columnheader", { name: /city/ }).click();
  // The form of a column is fetched when it is asked for.
  await expect(page.locator("#column-name")).toHaveValue("city");
  await expectKorean(page, "#inspector");
  await page.keyboard.press("e");
  await page.getByRole("dialog").getByRole("combobox").fill("휴대폰");
  await expect(page.getByRole("dialog").getByRole("option")).toHaveCount(1);
  await expectKorean(page, "dialog");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await row(page, 3))[4]).toMatch(/^\+1-/);
  await expect(page.locator(".saved-state")).toHaveText("편집됨");

  for (const [key, view] of [["2", "컬럼"], ["3", "관계"], ["4", "SQL"], ["1", "데이터"]] as const) {
    await page.locator("body").press(key);
    await expect(page.locator(".views").getByRole("button", { name: view, exact: true })).toHaveAttribute("aria-pressed", "true");
    await page.waitForTimeout(200);
    await expectKorean(page, ".view");
  }
  for (const key of ["o", "d", "l", "v", "?", "Control+k"]) {
    await page.locator("body").press(key);
    const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
    await expect(page.getByRole("dialog"), `${key} opens a dialog; the keyboard was at ${focus}`).toBeVisible();
    await page.waitForTimeout(500);
    await expectKorean(page, "dialog h2, dialog form, dialog dl, dialog .choice b");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.getByRole("button", { name: "저장" }).click();
  await page.waitForURL(SAVED);
  await expect(page.locator(".saved-state")).toHaveText("저장됨");
});

test("the browser's language is the page's, and a failure speaks it too", async ({ browser, rowmill }) => {
  const korean = await browser.newPage({ locale: "ko-KR" });
  await korean.goto(rowmill.url);
  await expect(korean.getByRole("button", { name: "저장" })).toBeEnabled();
  await korean.goto(`${rowmill.url}/nothing`);
  await expect(korean.getByRole("alert")).toHaveText(/[가-힣]/);
  await korean.goto(`${rowmill.url}/?lang=en`);
  await expect(korean.getByRole("button", { name: "Save" })).toBeEnabled();
  await korean.close();
});

test("messages of engine, server and loads are Korean, and the API's are English", async ({ page, rowmill }) => {
  await page.goto(`${rowmill.url}/?lang=ko`);
  await expect(page.getByRole("button", { name: "저장" })).toBeEnabled();
  const spec = (generator: unknown) => JSON.stringify({
    rowmill: 1,
    tables: [{ name: "t", rows: 10, primary_key: ["id"], columns: [{ name: "id", type: "int" }, { name: "a", type: "int", gen: generator }] }],
  });
  const dialog = page.getByRole("dialog");
  const alert = dialog.getByRole("alert");
  await page.getByRole("button", { name: "불러오기", exact: true }).click();
  for (const [text, said] of [
    [spec({ kind: "integer", min: 9, max: 1 }), /1.*9/],
    [spec({ kind: "nothing" }), /nothing/],
    ["CREATE TABLE", /[가-힣]/],
  ] as const) {
    await dialog.locator("textarea").fill(text);
    await dialog.getByRole("button", { name: "불러오기", exact: true }).click();
    await expect(alert).toHaveText(said);
    expect((await alert.textContent())!.match(/[가-힣]/g)!.length).toBeGreaterThan(4);
  }
  const answer = await fetch(`${rowmill.url}/api/datasets`, { method: "POST", body: spec({ kind: "nothing" }), headers: { "content-type": "application/json", "accept-language": "ko" } });
  expect((await answer.json()).error.message).not.toMatch(/[가-힣]/);

  // A load that fails, and a preflight that says so beforehand.
  rowmill.query("CREATE TABLE customer (id INTEGER PRIMARY KEY); INSERT INTO customer VALUES (1)");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "적재", exact: true }).click();
  await expect(dialog.locator(".checks-before .problem")).toHaveText(/^✕ customer: .*[가-힣]/);
});
