// Every state of the page, in light and dark: what axe-core finds, and that nothing is cut off.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { chooseColumn, expect, heads, loadDialog, open, rowsField, selectTable, sendImport, startLoad, test, type Rowmill } from "./rowmill";

type State = { name: string; show: (page: Page, rowmill: Rowmill) => Promise<void> };

const dialog = (page: Page) => page.getByRole("dialog");
const load = async (page: Page) => {
  const dialog = await loadDialog(page);
  await dialog.getByRole("checkbox", { name: /purchase/ }).uncheck();
  await startLoad(dialog);
};
const status = (page: Page, text: string) =>
  expect(page.getByRole("article").getByRole("status")).toHaveText(text, { timeout: 30_000 });

const STATES: State[] = [
  { name: "start", show: async () => {} },
  {
    name: "empty",
    show: async (page) => {
      await selectTable(page, "purchase");
      await rowsField(page).fill("0");
      await expect(page.getByText("This table has no rows.")).toBeVisible();
    },
  },
  {
    name: "error",
    show: async (page) => {
      await selectTable(page, "purchase");
      const amount = await chooseColumn(page, "amount");
      await amount.getByLabel("min").fill("9999");
      await expect(amount.getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "import",
    show: async (page) => {
      await sendImport(page, "hello there");
      await expect(dialog(page).getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "download",
    show: async (page) => {
      await page.getByRole("button", { name: "Download" }).click();
      await expect(dialog(page).getByRole("status")).toBeVisible();
    },
  },
  {
    name: "load",
    show: async (page) => {
      await (await loadDialog(page)).getByRole("radio", { name: /Replace/ }).check();
    },
  },
  {
    name: "running",
    show: async (page) => {
      await rowsField(page).fill("40m");
      await load(page);
      await expect(page.getByRole("article")).toContainText("rows/s");
    },
  },
  {
    name: "finished",
    show: async (page) => {
      await load(page);
      await status(page, "Completed");
    },
  },
  {
    name: "failed",
    show: async (page, rowmill) => {
      const button = (await loadDialog(page)).getByRole("button", { name: "Load", exact: true });
      await expect(button).toBeEnabled();
      // Behind the preflight.
      rowmill.query("CREATE TABLE customer (id INTEGER); INSERT INTO customer VALUES (1)");
      await button.click();
      await status(page, "Failed");
    },
  },
  {
    name: "offline",
    show: async (page, rowmill) => {
      await rowsField(page).fill("40m");
      await load(page);
      await expect(page.getByRole("article")).toContainText("rows/s");
      await rowmill.kill();
      await expect(page.getByText("The server does not answer")).toBeVisible();
    },
  },
  {
    name: "saved",
    show: async (page) => {
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByText(/^Saved/)).toBeVisible();
    },
  },
  {
    name: "difference",
    show: async (page) => {
      await rowsField(page).fill("1000");
      await sendImport(page, "CREATE TABLE other (id INT PRIMARY KEY, city VARCHAR(40)) ENGINE=InnoDB;");
      await expect(page.getByRole("button", { name: "Replace everything" })).toBeVisible();
    },
  },
  {
    name: "column",
    show: async (page) => {
      await selectTable(page, "purchase");
      const form = await chooseColumn(page, "status");
      await expect(form.getByRole("region", { name: "Statistics" })).toBeVisible();
      await expect(form.getByRole("region", { name: "Value" })).toBeVisible();
    },
  },
  {
    name: "several columns",
    show: async (page) => {
      await chooseColumn(page, "first_name");
      await heads(page).nth(4).click({ modifiers: ["Shift"] });
      await expect(page.getByRole("heading", { name: "4 columns" })).toBeVisible();
    },
  },
  {
    name: "cells",
    show: async (page) => {
      await page.getByRole("grid").focus();
      for (const key of ["ArrowDown", "Shift+ArrowDown", "Shift+ArrowRight"]) await page.keyboard.press(key);
      await expect(page.getByText("4 cells selected")).toBeVisible();
    },
  },
  {
    name: "columns",
    show: async (page) => {
      await page.keyboard.press("2");
      await expect(page.locator("#sheet [data-line]")).toHaveCount(6);
    },
  },
  {
    name: "cell of the columns",
    show: async (page) => {
      await page.keyboard.press("2");
      await expect(page.locator("#sheet")).toBeFocused();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("F2");
      await page.locator(".sheet-editor input").fill("strange");
      await page.keyboard.press("Enter");
      await expect(page.locator(".sheet-editor").getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "relations",
    show: async (page) => {
      await page.keyboard.press("3");
      await expect(page.getByRole("button", { name: /purchase\.customer_id/ })).toBeVisible();
    },
  },
  {
    name: "statements",
    show: async (page) => {
      await page.keyboard.press("4");
      const statements = page.getByLabel("Statements");
      await expect(statements).toHaveValue(/CREATE TABLE/);
      await statements.fill((await statements.inputValue()).replace("VARCHAR(40)", "VARCHAR(50)"));
      await page.getByRole("button", { name: "Compare" }).click();
      await expect(page.getByRole("button", { name: "Apply" })).toBeVisible();
    },
  },
  {
    name: "picker",
    show: async (page) => {
      await chooseColumn(page, "city");
      await page.locator("#generator").click();
      await expect(dialog(page).getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "palette",
    show: async (page) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("c");
      await expect(dialog(page).getByRole("option").first()).toBeVisible();
    },
  },
  {
    name: "datasets",
    show: async (page) => {
      await page.keyboard.press("o");
      await expect(dialog(page).getByRole("option", { name: /Online shop/ })).toBeVisible();
    },
  },
  {
    name: "keys",
    show: async (page) => {
      await page.keyboard.press("?");
      await expect(dialog(page)).toContainText("Go to the next problem");
    },
  },
];

/** What axe-core finds, of any impact. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}`));
}

/** A picture of each state, if ROWMILL_PICTURES names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.ROWMILL_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const { name, show } of STATES) {
    test(`${name}, ${colorScheme}: nothing that axe-core objects to`, async ({ page, rowmill }) => {
      await page.emulateMedia({ colorScheme });
      await open(page, rowmill.url);
      await show(page, rowmill);
      await picture(page, `${name}-${colorScheme}`);
      expect(await findings(page)).toEqual([]);
    });
  }

  test(`pages of loads, ${colorScheme}: nothing that axe-core objects to, in English and Korean`, async ({ page, rowmill }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, rowmill.url);
    await load(page);
    await status(page, "Completed");
    await selectTable(page, "customer");
    await rowsField(page).fill("40m");
    const again = await loadDialog(page);
    await again.getByRole("radio", { name: /Replace/ }).check();
    await again.getByRole("checkbox", { name: /^Yes, drop/ }).check();
    await startLoad(again);
    await expect(page.getByRole("article").first()).toContainText("rows/s");
    const { jobs } = await (await fetch(`${rowmill.url}/api/jobs`)).json();
    const [running, ended] = jobs.map((job: { id: string }) => job.id);
    for (const language of ["en", "ko"]) {
      for (const path of ["/runs?", `/runs/${running}?`, `/runs/${ended}?`, `/runs/compare?run=${running}&run=${ended}&`]) {
        await page.goto(`${rowmill.url}${path}lang=${language}`);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await picture(page, `runs${path.replaceAll(/[^a-z0-9]/g, "-").slice(0, 12)}-${language}-${colorScheme}`);
        expect(await findings(page)).toEqual([]);
      }
    }
  });

  test(`the page in Korean, ${colorScheme}: nothing that axe-core objects to`, async ({ page, rowmill }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${rowmill.url}/?lang=ko`);
    await expect(page.locator("#filter-tables")).toBeEnabled();
    expect(await findings(page)).toEqual([]);
    for (const name of ["내려받기", "적재", "불러오기"]) {
      await page.getByRole("button", { name, exact: true }).click();
      await expect(dialog(page)).toBeVisible();
      await picture(page, `korean-${name}-${colorScheme}`);
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
    }
    await heads(page).nth(1).click();
    expect(await findings(page)).toEqual([]);
    for (const view of [1, 2, 3]) {
      await page.locator(".views button").nth(view).click();
      await picture(page, `korean-view-${view}-${colorScheme}`);
      expect(await findings(page)).toEqual([]);
    }
  });

  test(`pages that only say something, ${colorScheme}`, async ({ page, rowmill }) => {
    await page.emulateMedia({ colorScheme });
    for (const path of ["/d/00000000000000000000000000000000", "/nothing", "/login.html#refused"]) {
      await page.goto(rowmill.url + path);
      await expect(page.getByRole("alert")).toBeVisible();
      await picture(page, `page${path.replaceAll(/[^a-z]/g, "-")}-${colorScheme}`);
      expect(await findings(page)).toEqual([]);
    }
  });
}

// 200 % zoom halves the width and height that the page has.
for (const [name, viewport] of [
  ["390 px", { width: 390, height: 844 }],
  ["200 % zoom", { width: 720, height: 450 }],
] as const) {
  test(`${name}: everything is there and nothing is cut off`, async ({ page, rowmill }) => {
    await page.setViewportSize(viewport);
    await open(page, rowmill.url);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await picture(page, `${name.replaceAll(/[^0-9a-z]/g, "")}-start`);
    expect(await overflow()).toBeLessThanOrEqual(0);
    for (const button of ["Import", "Download", "Load"]) {
      await page.getByRole("button", { name: button, exact: true }).click();
      const box = (await dialog(page).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(viewport.width);
      expect(box.y + box.height).toBeLessThanOrEqual(viewport.height);
      await picture(page, `${name.replaceAll(/[^0-9a-z]/g, "")}-${button.toLowerCase()}`);
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(dialog(page)).toHaveCount(0);
    }
    for (const [key, view] of [["2", "#sheet"], ["3", ".diagram"], ["4", ".sql-text"]] as const) {
      await page.keyboard.press(key);
      await page.locator(view).scrollIntoViewIfNeeded();
      expect((await page.locator(view).boundingBox())!.height).toBeGreaterThan(100);
      await picture(page, `${name.replaceAll(/[^0-9a-z]/g, "")}-view-${key}`);
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
    await page.keyboard.press("1");
    const grid = page.getByRole("grid");
    await grid.scrollIntoViewIfNeeded();
    expect((await grid.boundingBox())!.height).toBeGreaterThan(150);
    await picture(page, `${name.replaceAll(/[^0-9a-z]/g, "")}-grid`);
  });
}

test("everything is reached by Tab and, in toolbars, by arrows, and seen when it is", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const seen = new Set<string>();
  const look = () => page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body) return undefined;
    const style = getComputedStyle(element);
    const name = element.getAttribute("aria-label") ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent;
    return {
      name: (name ?? "").trim(),
      isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      isInToolbar: element.closest("[role=toolbar]") !== null,
    };
  });
  let beforeTheGrid = 0;
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press("Tab");
    let focused = await look();
    if (!focused) break;
    for (let before = ""; focused && focused.name !== before; focused = await look()) {
      before = focused.name;
      expect(focused.isMarked, `${focused.name} shows its focus`).toBe(true);
      expect(focused.name).not.toBe("");
      seen.add(focused.name);
      if (!focused.isInToolbar) break;
      await page.keyboard.press("ArrowRight");
    }
    if (!seen.has("Preview of the rows")) beforeTheGrid += 1;
  }
  for (const name of ["Import", "Save", "Load", "Dataset", "Filter the tables", "Add column", "Go", "Preview of the rows", "API"]) {
    expect([...seen]).toContain(name);
  }
  // Six presses from the start of the page to the rows.
  expect(beforeTheGrid).toBeLessThanOrEqual(5);
});

test("a dialog keeps the keyboard inside and gives it back", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const button = page.getByRole("button", { name: "Download" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  for (let press = 0; press < 25; press += 1) {
    await page.keyboard.press("Tab");
    const isInside = await page.evaluate(() =>
      document.activeElement === document.body || document.activeElement?.closest("dialog") !== null);
    expect(isInside).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("whoever wants no motion sees none, and paper has no buttons", async ({ page, rowmill }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, rowmill.url);
  await load(page);
  await expect(page.getByRole("article").getByRole("progressbar", { name: "All rows" })).toBeVisible();
  // In one step: an element that was replaced between two has no style at all.
  const moves = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
  }).length);
  expect(moves).toBe(0);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Import" })).toBeHidden();
  await expect(page.getByRole("grid")).toBeVisible();
  await picture(page, "print");
});
