// Files that the page writes itself: by the system's dialog where there is one, by the browser's own files elsewhere.
import type { Download, Page } from "@playwright/test";
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { expect, open, Rowmill, rowsField, selectTable, sendImport, test } from "./rowmill";

/** Stands in for the system's dialog, which no test can press: the file that it would give is one of the browser's own. */
const chooses = (name: string | null) => `
  window.showSaveFilePicker = async (options) => {
    window.suggested = options.suggestedName;
    if (${JSON.stringify(name)} === null) throw new DOMException("", "AbortError");
    const folder = await navigator.storage.getDirectory();
    return folder.getFileHandle(${JSON.stringify(name)}, { create: true });
  };`;

const dialog = (page: Page) => page.getByRole("dialog", { name: "Download" });
const panel = (page: Page) => page.getByRole("group", { name: "File" });
const share = async (page: Page) => Number(await panel(page).getByRole("progressbar").getAttribute("aria-valuenow"));

/** The bytes and the SHA-256 of one of the browser's own files. */
async function stored(page: Page, name: string): Promise<{ bytes: number; sha256: string }> {
  return page.evaluate(async (name) => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle(name)).getFile();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return { bytes: file.size, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
  }, name);
}

async function sha256(stream: NodeJS.ReadableStream | ReadableStream): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of stream as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest("hex");
}

/** What the server answers for the same rows. */
async function served(rowmill: Rowmill, spec: string, query: string): Promise<string> {
  const answer = await fetch(`${rowmill.url}/api/generate?${query}`, { method: "POST", body: spec, headers: { "content-type": "application/json" } });
  expect(answer.ok).toBe(true);
  return sha256(answer.body!);
}

const SPEC = JSON.stringify({
  rowmill: 1,
  seed: "7",
  tables: [
    { name: "guest", rows: 400_000, primary_key: ["id"], columns: [
      { name: "id", type: "bigint" },
      { name: "email", type: "varchar(80)", unique: true },
      { name: "note", type: "varchar(200)", null: 0.2, gen: { kind: "sentence" } },
      { name: "at", type: "timestamp" },
    ] },
    { name: "none", rows: 0, columns: [{ name: "a", type: "int" }] },
  ],
});

async function imported(page: Page, url: string): Promise<void> {
  await open(page, url);
  await sendImport(page, SPEC);
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

async function write(page: Page, fill: (form: ReturnType<typeof dialog>) => Promise<void> = async () => {}): Promise<void> {
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await fill(dialog(page));
  await dialog(page).getByRole("button", { name: "Write a file…" }).click();
}

test("a file is written by the page, with the server's bytes and without the server", async ({ page, rowmill, complaints }) => {
  await page.addInitScript(chooses("chosen"));
  await imported(page, rowmill.url);
  const expected = {
    csv: await served(rowmill, SPEC, "table=guest&format=csv&from=1000&delimiter=%3B&line_ending=crlf&null=%5CN&bom=true"),
    ndjson: await served(rowmill, SPEC, "table=guest&format=ndjson"),
    sql: await served(rowmill, SPEC, "table=guest&format=sql&dialect=postgres&batch=333"),
  };
  // The workers' files are fetched when there is nothing else to do.
  const files = () => page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => /worker.*(js|wasm)$/.test(entry.name)).length);
  await expect.poll(files).toBe(2);
  await rowmill.kill();

  await write(page, async (form) => {
    await form.getByLabel("From row").fill("1001");
    await form.getByLabel("Delimiter").selectOption(";");
    await form.getByLabel("NULL is written as").fill("\\N");
    await form.getByLabel("Lines end in CRLF").check();
    await form.getByLabel("Byte order mark, for Excel").check();
  });
  await expect(panel(page).getByRole("status")).toHaveText("Done", { timeout: 60_000 });
  await expect(panel(page)).toContainText("399,000 of 399,000 rows");
  expect(await page.evaluate("suggested")).toBe("guest.csv");
  expect((await stored(page, "chosen")).sha256).toBe(expected.csv);
  await panel(page).getByRole("button", { name: "Close" }).click();
  await expect(panel(page)).toHaveCount(0);

  await write(page, async (form) => {
    await form.getByLabel("Format").selectOption("ndjson");
  });
  await expect(panel(page).getByRole("status")).toHaveText("Done", { timeout: 60_000 });
  expect((await stored(page, "chosen")).sha256).toBe(expected.ndjson);

  // The next one takes the place of what has ended.
  await write(page, async (form) => {
    await form.getByLabel("Format").selectOption("sql");
    await form.getByRole("combobox", { name: /^For(?!mat)/ }).selectOption("postgres");
    await form.getByLabel("Rows per statement").fill("333");
  });
  await expect(panel(page)).toContainText("guest.sql");
  await expect(panel(page).getByRole("status")).toHaveText("Done", { timeout: 60_000 });
  expect((await stored(page, "chosen")).sha256).toBe(expected.sql);

  // No rows are a file too.
  await selectTable(page, "none");
  await write(page, async (form) => {
    await form.getByLabel("Format").selectOption("csv");
  });
  await expect(panel(page)).toContainText("none.csv");
  await expect(panel(page).getByRole("status")).toHaveText("Done");
  // Byte order mark, header, CRLF: the options of the last file but one.
  expect((await stored(page, "chosen")).bytes).toBe(6);
  expect(complaints.filter((complaint) => !complaint.includes("net::ERR_"))).toEqual([]);
});

test("a browser without the dialog downloads what the page has written", async ({ page, rowmill, complaints }) => {
  await page.addInitScript(() => Object.defineProperty(window, "showSaveFilePicker", { value: undefined, configurable: true }));
  await page.addInitScript(() => delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker);
  await imported(page, rowmill.url);
  const own = () => page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of ((await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    return names;
  });
  let last!: Download;
  for (const round of [1, 2]) {
    const [download] = await Promise.all([page.waitForEvent("download"), write(page)]);
    last = download;
    expect(download.suggestedFilename()).toBe("guest.csv");
    const path = await download.path();
    expect(await sha256(createReadStream(path))).toBe(await served(rowmill, SPEC, "table=guest&format=csv"));
    await expect(panel(page).getByRole("status")).toHaveText("Done");
    expect((await own()).length).toBe(round);
  }
  // Compressed, it is the same.
  const [packed] = await Promise.all([
    page.waitForEvent("download"),
    write(page, async (form) => form.getByLabel("Compressed (gzip)").check()),
  ]);
  expect(packed.suggestedFilename()).toBe("guest.csv.gz");
  const unpacked = createReadStream(await packed.path()).pipe(createGunzip());
  expect(await sha256(unpacked)).toBe(await served(rowmill, SPEC, "table=guest&format=csv"));
  expect(statSync(await packed.path()).size).toBeLessThan(statSync(await last.path()).size * 0.7);

  // What was left long ago, and is nobody's, is removed when a page is opened; what may be on its way to the downloads stays.
  await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    for (const name of ["rowmill-export-1000-1", `rowmill-export-${Date.now()}-2`, "another"]) await folder.getFileHandle(name, { create: true });
  });
  await page.reload();
  await expect.poll(own).not.toContain("rowmill-export-1000-1");
  expect((await own()).length).toBe(5);
  expect(complaints).toEqual([]);
});

test("a file is paused, goes on, and is given up", async ({ page, rowmill }) => {
  await page.addInitScript(chooses("large"));
  await imported(page, rowmill.url);
  await rowsField(page).fill("500m");
  await write(page);
  await expect.poll(() => share(page)).toBeGreaterThan(0);
  await panel(page).getByRole("button", { name: "Pause" }).click();
  await expect(panel(page).getByRole("status")).toHaveText("Paused");
  // What was on its way is written.
  await page.waitForTimeout(500);
  const numbers = await panel(page).locator(".export-numbers").textContent();
  await page.waitForTimeout(1_000);
  expect(await panel(page).locator(".export-numbers").textContent()).toBe(numbers);
  // One at a time.
  await page.getByRole("button", { name: "Download", exact: true }).click();
  await expect(dialog(page).getByRole("button", { name: "Write a file…" })).toBeDisabled();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await panel(page).getByRole("button", { name: "Go on" }).click();
  await expect.poll(() => panel(page).locator(".export-numbers").textContent()).not.toBe(numbers);
  // Whoever leaves is asked first.
  page.once("dialog", (asked) => asked.dismiss());
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  expect((await asked).type()).toBe("beforeunload");
  await panel(page).getByRole("button", { name: "Cancel" }).click();
  await expect(panel(page)).toHaveCount(0);
  // The chosen file is what it was.
  expect((await stored(page, "large")).bytes).toBe(0);
});

test("whoever thinks better of the dialog is back at the form, and a browser that cannot says so", async ({ page, rowmill }) => {
  await page.addInitScript(chooses(null));
  await imported(page, rowmill.url);
  await write(page);
  await expect(dialog(page)).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  await expect(dialog(page).getByRole("alert")).toHaveCount(0);
  await page.evaluate(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
    Object.defineProperty(navigator.storage, "getDirectory", { value: () => Promise.reject(new DOMException("", "SecurityError")) });
  });
  await dialog(page).getByRole("button", { name: "Write a file…" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("Use Download");
});
