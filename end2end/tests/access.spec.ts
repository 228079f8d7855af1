import { expect, loadDialog, open, row, Rowmill, save, startLoad, test } from "./rowmill";

const TOKEN = "correct horse battery staple";

test("a server with an access token asks for it once", async ({ page, complaints }) => {
  const rowmill = await Rowmill.start({ ROWMILL_ACCESS_TOKEN: TOKEN });
  try {
    expect((await fetch(`${rowmill.url}/api/jobs`)).status).toBe(401);
    await page.goto(rowmill.url);
    await expect(page).toHaveURL(/login\.html$/);
    await page.getByLabel("Access token").fill("guess");
    await page.getByRole("button", { name: "Open" }).click();
    await expect(page.getByRole("alert")).toHaveText("That is not the token.");
    await page.getByLabel("Access token").fill(TOKEN);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${rowmill.url}/`);

    // From here on everything works: the page, saving, a load and its events.
    await open(page, rowmill.url);
    const dataset = await save(page);
    // A link to a dataset leads there, behind the login.
    // The page fetches what it needs later by itself, which is not to be refused.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.goto(`${rowmill.url}/d/${dataset}`);
    await expect(page).toHaveURL(/login\.html$/);
    await page.getByLabel("Access token").fill(TOKEN);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${rowmill.url}/d/${dataset}`);
    expect((await row(page, 1)).length).toBe(6);
    const dialog = await loadDialog(page);
    await dialog.getByRole("checkbox", { name: /purchase/ }).uncheck();
    await startLoad(dialog);
    await expect(page.getByRole("article").getByRole("status")).toHaveText("Completed", { timeout: 60_000 });
    expect(complaints).toEqual([]);
  } finally {
    await rowmill.remove();
  }
});

test("the description of the API is read as a page", async ({ page, rowmill, complaints }) => {
  await open(page, rowmill.url);
  // In another tab: nothing that was edited here is left.
  const [reader] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "API" }).click()]);
  await expect(reader.getByRole("heading", { name: /Rowmill/ })).toBeVisible();
  await expect(reader.getByText("/datasets/{id}/tables/{table}/{file}")).toBeVisible();
  expect(complaints).toEqual([]);
});
