// All loads: the table, the page of one, some beside each other; and the drawer, which shows the newest.
import type { Page } from "@playwright/test";
import { expect, loadDialog, open, Rowmill, send, test } from "./rowmill";

type Change = Record<string, unknown>;

/** Starts a load of a table, and gives its id and that of its dataset. */
async function start(rowmill: Rowmill, table: string, rows: number, change: Change = {}) {
  const columns = [{ name: "id", type: "bigint" }, { name: "name", type: "varchar(60)" }];
  const tables = [{ name: table, rows, primary_key: ["id"], columns }];
  const dataset = await send(rowmill, "/api/datasets", { rowmill: 1, tables });
  const job = await send(rowmill, "/api/jobs", { dataset: dataset.id, target: "embedded", ...change });
  return { job: job.id as string, dataset: dataset.id as string };
}

/** Waits for the end of a load. */
async function end(rowmill: Rowmill, job: string): Promise<void> {
  await expect.poll(async () => (await (await fetch(`${rowmill.url}/api/jobs/${job}`)).json()).status).toBe("COMPLETED");
}

const cells = (page: Page) => page.locator(".runs-table tbody tr");

test("the table of all loads is searched, sorted, and some are compared", async ({ page, rowmill, complaints }) => {
  const small = await start(rowmill, "small", 3_000);
  await end(rowmill, small.job);
  const large = await start(rowmill, "large", 50_000, { chunk_rows: 1_000 });
  await end(rowmill, large.job);

  await open(page, rowmill.url);
  await page.keyboard.press("Shift+R");
  await page.waitForURL("**/runs");
  await expect(cells(page)).toHaveCount(2);
  await expect(cells(page).first()).toContainText("large");
  // Times are the reader's, not the server's.
  await expect(cells(page).first().locator("time")).not.toContainText("UTC");
  await page.getByRole("link", { name: "Rows", exact: true }).click();
  await page.getByRole("link", { name: /^Rows ▾/ }).click();
  await expect(page.getByRole("columnheader", { name: /^Rows ▴/ })).toHaveAttribute("aria-sort", "ascending");
  await expect(cells(page).first()).toContainText("small");
  await page.getByRole("searchbox").fill("larg");
  await page.getByRole("searchbox").press("Enter");
  await expect(cells(page)).toHaveCount(1);
  // The order stays.
  await expect(page).toHaveURL(/order=rows&ascending=true/);
  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Search" }).click();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: "Compare" }).click();
  const line = (name: string) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(line("Rows per transaction")).toHaveClass("differs");
  await expect(line("Rows per transaction")).toContainText("1,000");
  await expect(line("Target")).not.toHaveClass("differs");
  await expect(line("Rows a second")).toContainText("(100 %)");
  expect(complaints).toEqual([]);
});

test("the page of a load goes on with it, and what a hand is at stays", async ({ page, rowmill, complaints }) => {
  const { job, dataset } = await start(rowmill, "t", 20_000_000, { chunk_rows: 1_000, skip_limit: 7 });
  await page.goto(`${rowmill.url}/runs/${job}`);
  const bar = page.getByRole("progressbar", { name: "All rows" });
  const share = async () => Number(await bar.getAttribute("aria-valuenow"));
  const first = await share();
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.focus();
  await stop.evaluate((button) => button.setAttribute("data-seen", "before"));
  await expect.poll(share).toBeGreaterThan(first);
  const second = await share();
  await expect.poll(share).toBeGreaterThan(second);
  await expect(stop).toBeFocused();
  await expect(page.getByRole("img", { name: /^Rows a second over/ })).toBeVisible();

  // What happens elsewhere is seen here: no other tab, no reload.
  await stop.click();
  await expect(page.getByRole("status")).toHaveText("Stopped");
  await page.getByText("Remove…").click();
  await page.getByRole("button", { name: "Restart" }).click();
  await expect(page.getByRole("status")).toHaveText("Running");
  await fetch(`${rowmill.url}/api/jobs/${job}/stop`, { method: "POST" });
  await expect(page.getByRole("status")).toHaveText("Stopped");
  const executions = page.getByRole("region", { name: "Executions" }).getByRole("row");
  await expect(executions).toHaveCount(3);
  await expect(executions.nth(1)).toContainText(/^2Stopped/);
  await expect(executions.nth(2)).toContainText(/^1Stopped/);

  // The form of the load, filled in, at its dataset.
  await page.getByRole("link", { name: "Load again with changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Load into a database" });
  await expect(dialog.getByRole("radio", { name: /embedded/ })).toBeChecked();
  await expect(dialog.getByLabel("Rows per transaction")).toHaveValue("1000");
  await expect(dialog.getByLabel("Rejected rows allowed")).toHaveValue("7");
  await expect(page).toHaveURL(`${rowmill.url}/d/${dataset}`);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  // Only that once.
  await loadDialog(page);
  await expect(dialog.getByLabel("Rows per transaction")).toHaveValue("");
  expect(complaints).toEqual([]);
});

test("a load is removed only after a question", async ({ page, rowmill }) => {
  const { job } = await start(rowmill, "t", 100);
  await end(rowmill, job);
  await page.goto(`${rowmill.url}/runs/${job}`);
  const remove = page.getByRole("button", { name: "Remove" });
  await expect(remove).toBeHidden();
  await page.getByText("Remove…").click();
  await expect(page.getByText("What it loaded stays.")).toBeVisible();
  await remove.click();
  await page.waitForURL("**/runs");
  await expect(page.getByText("No loads yet")).toBeVisible();
  expect(rowmill.query("SELECT COUNT(*) FROM t").trim()).toBe("100");
  expect((await page.goto(`${rowmill.url}/runs/${job}`))!.status()).toBe(404);
  await expect(page.getByRole("alert")).toContainText(`There is no load ${job}`);
});

test("what is unfolded and has the keyboard stays while loads come and go", async ({ page, rowmill }) => {
  const done = [await start(rowmill, "a", 50), await start(rowmill, "b", 60)];
  for (const { job } of done) await end(rowmill, job);
  await page.goto(`${rowmill.url}/runs`);
  await expect(cells(page)).toHaveCount(2);
  const first = page.locator(`#run-${done[0]!.job}`);
  await first.getByRole("checkbox").check();
  await first.getByRole("link").focus();
  await first.evaluate((row) => ((row as unknown as { seen: string }).seen = "before"));
  const stays = async () => {
    await expect(first.getByRole("checkbox")).toBeChecked();
    await expect(first.getByRole("link")).toBeFocused();
    expect(await first.evaluate((row) => (row as unknown as { seen: string }).seen)).toBe("before");
  };
  // One that comes before it, and goes.
  const { job } = await start(rowmill, "c", 3_000_000, { chunk_rows: 1_000 });
  await expect(cells(page)).toHaveCount(3);
  await expect(cells(page).first()).toContainText("c");
  await stays();
  await fetch(`${rowmill.url}/api/jobs/${job}/stop`, { method: "POST" });
  await expect(cells(page).first()).toContainText("Stopped");
  await stays();
  await fetch(`${rowmill.url}/api/jobs/${done[1]!.job}`, { method: "DELETE" });
  await fetch(`${rowmill.url}/api/jobs/${job}/restart`, { method: "POST" });
  await expect(cells(page)).toHaveCount(2);
  await stays();
  // The page of one that is removed elsewhere says so.
  await fetch(`${rowmill.url}/api/jobs/${job}/stop`, { method: "POST" });
  await page.goto(`${rowmill.url}/runs/${job}`);
  await expect(page.getByRole("status")).toHaveText("Stopped");
  const other = await page.context().newPage();
  await other.goto(`${rowmill.url}/runs/${job}`);
  await other.getByText("Remove…").click();
  await other.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("alert")).toContainText(`There is no load ${job}`);
});

test("rows that a database refuses are on the page of the load", async ({ page, rowmill }) => {
  rowmill.query("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(60), CHECK (id % 40 <> 1))");
  const { job } = await start(rowmill, "t", 100, { mode: "append", skip_limit: 10 });
  await end(rowmill, job);
  await page.goto(`${rowmill.url}/runs/${job}`);
  const refused = page.getByRole("table", { name: "Refused rows" }).getByRole("row");
  await expect(refused).toHaveCount(4);
  await expect(refused.nth(1)).toContainText("CHECK");
  await expect(page.getByText("3 refused")).toBeVisible();
});

test("what cannot be done is said where it was asked for", async ({ page, rowmill }) => {
  const { job } = await start(rowmill, "t", 100);
  await end(rowmill, job);
  await open(page, rowmill.url);
  await page.getByRole("button", { name: "Loads" }).click();
  const card = page.getByRole("article");
  await expect(card.getByRole("status")).toHaveText("Completed");
  await page.route("**/api/jobs/*", (route) => route.fulfill({ status: 409, json: { error: { code: "running", message: "not now" } } }));
  await card.getByText("Remove…").click();
  await card.getByRole("button", { name: "Remove" }).click();
  await expect(card.getByRole("alert")).toHaveText("not now");
  await page.unroute("**/api/jobs/*");
  // What is unfolded, and what was said, stays while the rest goes on.
  await page.waitForTimeout(500);
  await expect(card.getByRole("alert")).toHaveText("not now");
  await card.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Load tables into a database, and watch it here.")).toBeVisible();
  await expect(page.locator(".drawer-summary")).toHaveText("No loads yet");
  expect((await fetch(`${rowmill.url}/api/jobs/${job}`)).status).toBe(404);
});
