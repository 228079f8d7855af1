// A server of its own for each test, and the page as a person sees it.
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { spawn, execFileSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export class Rowmill {
  private constructor(
    readonly folder: string,
    readonly port: number,
    private child: ChildProcess | undefined,
    private readonly environment: Record<string, string>,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<Rowmill> {
    const folder = mkdtempSync(join(tmpdir(), "rowmill-"));
    const port = await freePort();
    writeFileSync(
      join(folder, "Leptos.toml"),
      `[targets.embedded]
url = "sqlite:embedded.sqlite"

[package.metadata.leptos]
output-name = "rowmill"
site-root = "${resolve("../target/site")}"
site-pkg-dir = "pkg"
site-addr = "127.0.0.1:${port}"
hash-files = true
env = "PROD"
`,
    );
    const rowmill = new Rowmill(folder, port, undefined, environment);
    await rowmill.run();
    return rowmill;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get database(): string {
    return join(this.folder, "embedded.sqlite");
  }

  /** Starts the server, at the same address with the same files if it ran before. */
  async run(): Promise<void> {
    const program = process.env.ROWMILL ?? resolve("../target/release/rowmill");
    const child = spawn(program, ["serve", "--config", join(this.folder, "Leptos.toml")], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ROWMILL_LOG: "warn", ...this.environment },
    });
    this.child = child;
    await new Promise<void>((ready, failed) => {
      child.stdout!.on("data", (text) => String(text).includes("Rowmill is at") && ready());
      child.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    });
  }

  /** Kills the server as a power cut would: no handler runs. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    }
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What a query of the embedded target gives, as lines of CSV without quotes. */
  query(sql: string): string {
    return execFileSync("sqlite3", ["-list", "-separator", ",", this.database, sql], {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    });
  }
}

/** Below the range from which a client's own ports come: a client that waits for the server could take its port. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((done) => {
      const probe = createServer();
      probe.once("error", () => done(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)));
    });
    if (free) return port;
  }
}

type Fixtures = { rowmill: Rowmill; complaints: string[]; breakdowns: string[] };

export const test = base.extend<Fixtures>({
  rowmill: async ({}, use) => {
    const rowmill = await Rowmill.start();
    await use(rowmill);
    await rowmill.remove();
  },
  /** Everything that the browser complains about. */
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await use(complaints);
  },
  /** What the page breaks down with: from then on it is dead, which no test may mistake for something else. */
  breakdowns: [
    async ({ page }, use) => {
      const breakdowns: string[] = [];
      page.on("console", (message) => {
        if (message.text().includes("panicked at")) breakdowns.push(message.text());
      });
      page.on("pageerror", (error) => breakdowns.push(String(error)));
      await use(breakdowns);
      expect(breakdowns).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The address of a saved dataset, with what is looked at. */
export const SAVED = /\/d\/[0-9a-f]{32}(#.*)?$/;

/** The id of the dataset that the address names. */
export function datasetOf(page: Page): string {
  return new URL(page.url()).pathname.split("/").at(-1)!;
}

/** Opens the page and waits until it answers to a hand. */
export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole("button", { name: "Import", exact: true })).toBeVisible();
  // Hydrated: a scroll makes other rows.
  const first = () => page.locator(".grid-rows .row-number").first().textContent();
  const scroll = (top: number) => page.getByRole("grid").evaluate((grid, top) => grid.scrollTo(0, top), top);
  await expect.poll(async () => {
    await scroll(2_800 + Math.random() * 100);
    return Number(await first());
  }).toBeGreaterThan(50);
  await scroll(0);
  await expect.poll(first).toBe("1");
}

/** The texts of a row on screen, without its number. */
export async function row(page: Page, number: number): Promise<string[]> {
  const name = number.toLocaleString("en-US");
  const found = page.locator(".grid-rows .grid-row:visible").filter({
    has: page.locator(".row-number").getByText(name, { exact: true }),
  });
  await expect(found).toHaveCount(1);
  return found.locator("[role=gridcell]").allTextContents();
}

export async function goToRow(page: Page, number: number): Promise<void> {
  await page.getByLabel("Go to row").fill(String(number));
  await page.getByRole("button", { name: "Go", exact: true }).click();
}

/** The names of the tables, as the rail lists them. */
export const tables = (page: Page) => page.locator("#tables .table-name");

/** The form of what is chosen. */
export const inspector = (page: Page) => page.getByRole("complementary", { name: "Details" });

/** The heads of the columns on screen, without that of the row numbers. */
export const heads = (page: Page) => page.locator(".grid-head .cell");

/** Selects a table, which brings its form into the inspector. */
export async function selectTable(page: Page, name: string): Promise<Locator> {
  const option = page.getByRole("option").filter({ has: page.locator(".table-name").getByText(name, { exact: true }) });
  await option.click();
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(page.locator("#table-name")).toHaveValue(name);
  return inspector(page);
}

/** Chooses a column of the shown table by its head, which brings its form into the inspector. The head must be on screen. */
export async function chooseColumn(page: Page, name: string): Promise<Locator> {
  // The title of a head begins with the whole name; its text begins with marks.
  await heads(page).and(page.getByTitle(new RegExp(`^${name}\\n`))).click();
  await expect(page.locator("#column-name")).toHaveValue(name);
  return inspector(page);
}

/** Brings the form of the dataset into the inspector. */
export async function datasetForm(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Dataset", exact: true }).click();
  await expect(page.locator("#dataset-name")).toBeVisible();
  return inspector(page);
}

/** The field of the seed, with the form of the dataset around it. */
export async function seedField(page: Page): Promise<Locator> {
  return (await datasetForm(page)).getByLabel("Seed");
}

/** The field of the number of rows, while the form of a table is shown. */
export const rowsField = (page: Page) => inspector(page).getByRole("textbox", { name: "Rows", exact: true });

/** Gives the chosen columns a generator, by its label. */
export async function pickGenerator(page: Page, label: string): Promise<void> {
  await page.locator("#generator").click();
  await page.getByRole("combobox", { name: "Find a generator" }).fill(label);
  await page.getByRole("option").filter({ has: page.locator("b").getByText(label, { exact: true }) }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** Types a text into the dialog of the import and sends it. */
export async function sendImport(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByLabel("CREATE TABLE statements, sample or spec").fill(text);
  await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
}

/** Imports a text in the place of everything that is there. */
export async function replaceBy(page: Page, text: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  const state = await page.locator(".saved-state").textContent();
  await sendImport(page, text);
  // An example that nobody has touched is replaced without a question.
  if (state !== "not saved yet") await dialog.getByRole("button", { name: "Replace everything" }).click();
  await expect(dialog).toHaveCount(0);
}

/** Opens the dialog of a load, and gives it. */
export async function loadDialog(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Load", exact: true }).click();
  return page.getByRole("dialog", { name: "Load into a database" });
}

/** Starts what the dialog of a load says. */
export const startLoad = (dialog: Locator) => dialog.getByRole("button", { name: "Load", exact: true }).click();

/** Runs a command by its name, from the palette. */
export async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Find or run anything" }).fill(command);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Find or run anything" })).toHaveCount(0);
}

/** Posts JSON to the API, and gives what it answers. */
export async function send(rowmill: Rowmill, path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(rowmill.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return answer.json();
}

/** Waits until the newest load has committed so many rows, by the server's own account: what the page shows comes later. */
export async function committed(rowmill: Rowmill, least: number): Promise<void> {
  const now = async () => {
    const { jobs } = await (await fetch(`${rowmill.url}/api/jobs`)).json();
    return jobs[0]?.committed ?? 0;
  };
  await expect.poll(now, { intervals: [20], timeout: 60_000 }).toBeGreaterThan(least);
}

/** A row as the API has it, number counted from 1. NULL reads as on the page. */
export async function apiRow(url: string, dataset: string, table: string, number: number): Promise<string[]> {
  const query = `from=${number - 1}&limit=1&header=false&delimiter=%7C&null=NULL`;
  const answer = await fetch(`${url}/api/datasets/${dataset}/tables/${table}/rows.csv?${query}`);
  return (await answer.text()).trimEnd().split("|");
}

/** Saves the dataset, and gives its id from the address. */
export async function save(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(SAVED);
  // The address may have been that of another dataset before.
  await expect(page.locator(".saved-state")).toHaveText("saved");
  return datasetOf(page);
}
