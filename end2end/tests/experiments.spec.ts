// Experiments: from the page to a question, from the question to its answer, watched on the way.
import AxeBuilder from "@axe-core/playwright";
import { expect, loadDialog, open, rowsField, send, test } from "./rowmill";

test("an empty page leads to an answer about the server", async ({ page, rowmill, complaints }) => {
  await open(page, rowmill.url);
  await rowsField(page).fill("3000");
  // From the dialog of a load, since that is where the question comes up.
  const dialog = await loadDialog(page);
  await dialog.getByRole("button", { name: "Experiment…" }).click();
  await page.waitForURL(/\/experiments\/new\?dataset=[0-9a-f]{32}&table=customer&target=embedded$/);
  await expect(page.getByRole("heading", { name: "Which primary key?" })).toBeVisible();
  await expect(page.getByLabel("Primary key", { exact: true })).toHaveValue("counter, v4 binary, v7 binary");
  await expect(page.getByLabel("Rows a run")).toHaveValue("3000");

  // Another question, with the same table.
  await page.getByRole("link", { name: "Indexes before or after?" }).click();
  await expect(page.getByLabel("Secondary indexes")).toHaveValue("before, after, none");
  await page.getByRole("link", { name: "Which primary key?" }).click();
  await page.getByLabel("Repeats").fill("2");
  await page.getByRole("button", { name: "What would it do?" }).click();
  await expect(page.getByRole("status")).toContainText("7 runs of 3,000 rows");
  await page.getByLabel("Primary key", { exact: true }).fill("counter, vv");
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("alert")).toContainText("`vv` is no level of `key`");
  await page.getByLabel("Primary key", { exact: true }).fill("counter, v7 binary");
  await page.getByRole("button", { name: "Start" }).click();

  await page.waitForURL(/\/experiments\/[0-9a-f]{32}$/);
  await expect(page.locator(".job-head .status")).toHaveText("Completed", { timeout: 60_000 });
  await expect(page.locator(".finding")).toContainText("Fastest: Primary key");
  const results = page.getByRole("region", { name: "Results" }).getByRole("row");
  await expect(results).toHaveCount(3);
  await results.first().getByRole("link", { name: "Seconds" }).click();
  const medians = await page.locator(".results tbody td:nth-child(2)").allTextContents();
  expect([...medians].sort((one, other) => Number(one) - Number(other))).toEqual(medians);
  await page.getByText("All runs in their order").click();
  await expect(page.getByRole("region", { name: "All runs in their order" }).getByRole("row")).toHaveCount(6);

  // What was fastest, as the form of an ordinary load.
  await page.getByRole("link", { name: "Use the fastest for my load" }).click();
  await expect(page.getByRole("dialog", { name: "Load into a database" })).toBeVisible();
  await page.goto(`${rowmill.url}/experiments`);
  await expect(page.locator(".runs-table tbody tr")).toHaveCount(1);
  // The level that there is not was refused.
  expect(complaints.filter((complaint) => !complaint.includes("400 (Bad Request)"))).toEqual([]);
});

test("an experiment is watched, stopped, gone on with and removed", async ({ page, rowmill }) => {
  await open(page, rowmill.url);
  await rowsField(page).fill("100000");
  await page.keyboard.press("Escape");
  await page.keyboard.press("x");
  await page.waitForURL(/\/experiments\/new/);
  await page.getByLabel("Repeats").fill("20");
  await page.getByRole("button", { name: "Start" }).click();
  await page.waitForURL(/\/experiments\/[0-9a-f]{32}$/);
  const bar = page.getByRole("progressbar", { name: "Runs" });
  const share = async () => Number(await bar.getAttribute("aria-valuenow"));
  const first = await share();
  await expect.poll(share, { timeout: 60_000 }).toBeGreaterThan(first);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.locator(".job-head .status")).toHaveText("Stopped", { timeout: 60_000 });
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.locator(".job-head .status")).toHaveText(/Running|Waiting/);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.locator(".job-head .status")).toHaveText("Stopped", { timeout: 60_000 });
  await page.getByText("Remove…").click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.waitForURL(/\/experiments$/);
  await expect(page.getByText("No experiments yet")).toBeVisible();
});

for (const language of ["en", "ko"]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe objects to nothing on the pages of experiments, ${language}, ${colorScheme}`, async ({ page, rowmill }) => {
      await page.emulateMedia({ colorScheme });
      const columns = [{ name: "id", type: "bigint" }, { name: "name", type: "varchar(60)" }];
      const tables = [{ name: "t", rows: 4_000, primary_key: ["id"], indexes: [["name"]], columns }];
      const { id: dataset } = await send(rowmill, "/api/datasets", { rowmill: 1, tables });
      const factors = { key: ["counter", "v7 binary"], chunk_rows: [100, 1_000, 4_000], indexes: ["before", "after"] };
      const { id } = await send(rowmill, "/api/experiments", { dataset, target: "embedded", factors, repeats: 2 });
      const status = async () => (await (await fetch(`${rowmill.url}/api/experiments/${id}`)).json()).status;
      await expect.poll(status, { timeout: 60_000 }).toBe("COMPLETED");
      for (const path of ["/experiments?", "/experiments/new?", `/experiments/new?dataset=${dataset}&`, `/experiments/${id}?group=key&`, `/experiments/compare?experiment=${id}&experiment=${id}&`]) {
        await page.goto(`${rowmill.url}${path}lang=${language}`);
        await page.waitForLoadState("networkidle");
        if (path.includes("group")) {
          await expect(page.locator(".plot polyline").first()).toBeVisible();
          // What is folded away is looked at, too.
          for (const id of ["work", "all-runs"]) await page.locator(`#${id} > summary`).click();
          await expect(page.locator("#work tbody tr")).toHaveCount(12);
        }
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        // On a telephone tables scroll, and the page does not.
        await page.setViewportSize({ width: 390, height: 800 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.screenshot({ path: `test-results/experiments-${path.replaceAll(/[^a-z]/g, "-").slice(0, 20)}-${language}-${colorScheme}.png`, fullPage: true });
      }
    });
  }
}
