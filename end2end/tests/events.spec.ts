// Loads that many tabs watch: a browser gives a server six connections for all of them.
import type { BrowserContext, Page } from "@playwright/test";
import { expect, loadDialog, open, Rowmill, test as base } from "./rowmill";

const TABS = 9;
const LOADS = 8;

const test = base.extend<{ rowmill: Rowmill }>({
  rowmill: async ({}, use) => {
    const targets = Object.fromEntries(
      Array.from({ length: LOADS }, (_, index) => [`ROWMILL_TARGET_T${index}`, `sqlite:t${index}.sqlite`]),
    );
    const rowmill = await Rowmill.start(targets);
    await use(rowmill);
    await rowmill.remove();
  },
});

/** Starts a load that goes on for as long as a test needs it, and gives its id. */
async function load(rowmill: Rowmill, target: string, rows = 500_000_000): Promise<string> {
  const send = async (path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(rowmill.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
    return answer.json();
  };
  const columns = [{ name: "id", type: "bigint" }];
  const dataset = await send("/api/datasets", { rowmill: 1, tables: [{ name: `rows_${rows}`, rows, columns }] });
  const job = await send("/api/jobs", { dataset: dataset.id, target, chunk_rows: 1_000 });
  return job.id;
}

async function stop(rowmill: Rowmill, job: string): Promise<void> {
  await fetch(`${rowmill.url}/api/jobs/${job}/stop`, { method: "POST" });
}

/** The page with its loads on screen. */
async function watch(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  // Alive: the drawer opens.
  await expect(async () => {
    const handle = page.getByRole("button", { name: "Loads" });
    if ((await handle.getAttribute("aria-expanded")) !== "true") await handle.click();
    await expect(page.getByRole("article").first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return page;
}

/** How many rows each load on the page has committed, as it says. */
async function counts(page: Page): Promise<string[]> {
  return page.locator("article .job-numbers:visible").allTextContents();
}

/** Waits until every load on the page has gone on. */
async function goesOn(page: Page, loads: number): Promise<void> {
  await expect(page.getByRole("article")).toHaveCount(loads);
  const before = await counts(page);
  await expect.poll(async () => {
    const now = await counts(page);
    return now.filter((count, index) => count.split(" ")[0] !== before[index].split(" ")[0]).length;
  }).toBe(loads);
}

test("nine tabs watch eight loads, and the server answers all of them", async ({ context, rowmill, browser }) => {
  const jobs = await Promise.all(Array.from({ length: LOADS }, (_, index) => load(rowmill, `t${index}`)));
  const streams: string[] = [];
  context.on("request", (request) => request.url().includes("/events") && streams.push(request.url()));
  const tabs: Page[] = [];
  for (let tab = 0; tab < TABS; tab += 1) tabs.push(await watch(context, rowmill.url));
  await Promise.all(tabs.map((tab) => goesOn(tab, LOADS)));
  // Only ever the one stream, opened anew for each tab that came.
  expect(new Set(streams)).toEqual(new Set([`${rowmill.url}/api/events`]));
  for (const tab of tabs) {
    const answer = await tab.evaluate(async () => (await fetch("/api/health")).json());
    expect(answer.status).toBe("ok");
  }

  // Another tab takes over when the one that has the stream is closed.
  await tabs[0].close();
  for (const tab of tabs.slice(1)) await goesOn(tab, LOADS);

  // A load that is started elsewhere is on every tab, and so is its end.
  await stop(rowmill, jobs[0]);
  for (const tab of tabs.slice(1)) {
    await expect(tab.getByRole("article").filter({ hasText: "→ t0" }).getByRole("status")).toHaveText("Stopped");
  }
  await load(rowmill, "t0", 70);
  for (const tab of tabs.slice(1)) {
    await expect(tab.getByRole("article")).toHaveCount(LOADS + 1);
    await expect(tab.getByRole("article").first().getByRole("status")).toHaveText("Completed");
  }
  await Promise.all(jobs.map((job) => stop(rowmill, job)));
  expect(browser.contexts()).toContain(context);
});

test("a server that was away is found again", async ({ context, rowmill }) => {
  await load(rowmill, "t0");
  const tabs = [await watch(context, rowmill.url), await watch(context, rowmill.url)];
  await rowmill.kill();
  for (const tab of tabs) await expect(tab.getByText("The server does not answer")).toBeVisible();
  await rowmill.run();
  for (const tab of tabs) {
    await expect(tab.getByRole("article").getByRole("status")).toHaveText("Failed");
    await expect(tab.getByText("The server does not answer")).toBeHidden();
  }
});

test("a browser that cannot share a stream asks the server again and again", async ({ context, rowmill }) => {
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
  const job = await load(rowmill, "t0");
  const streams: string[] = [];
  context.on("request", (request) => request.url().includes("/events") && streams.push(request.url()));
  const tabs = [await watch(context, rowmill.url), await watch(context, rowmill.url)];
  for (const tab of tabs) await goesOn(tab, 1);
  await stop(rowmill, job);
  for (const tab of tabs) await expect(tab.getByRole("article").getByRole("status")).toHaveText("Stopped");
  expect(streams).toEqual([]);
});

test("the dialog of a load saves nothing, and asks once when the form rests", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  const saved: string[] = [];
  let asked = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/datasets")) saved.push(request.url());
    if (request.url().endsWith("/api/jobs/preflight")) asked += 1;
  });
  const dialog = await loadDialog(page);
  const checks = dialog.getByRole("list", { name: "Before the first row" });
  await expect(checks).toContainText("customer: will be created");
  const before = asked;
  await dialog.getByLabel("Rows per transaction").pressSequentially("12345");
  await expect.poll(() => asked).toBe(before + 1);
  await expect(checks).toContainText("customer: will be created");
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(saved).toEqual([]);
  expect((await (await fetch(`${rowmill.url}/api/datasets`)).json()).datasets).toEqual([]);
});
