// The one file that is shipped, without a configuration, a source tree or anything beside it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, open, row, test } from "./rowmill";

const program = process.env.ROWMILL ?? resolve("../target/release/rowmill");

/** Starts the program in an empty folder, and gives its address and what ends it. */
async function start(...options: string[]): Promise<{ url: string; folder: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "rowmill-ship-"));
  const child = spawn(program, ["serve", "--address", "127.0.0.1:0", ...options], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { HOME: folder, ROWMILL_LOG: "warn" },
  });
  const url = await new Promise<string>((ready, failed) => {
    child.stdout!.on("data", (text) => {
      const found = /Rowmill is at (\S+)/.exec(String(text));
      if (found) ready(found[1]!);
    });
    child.once("exit", (code) => failed(new Error(`the program ended with ${code}`)));
  });
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, folder, stop };
}

test("the program alone shows the page and keeps its files where programs keep theirs", async ({ page }) => {
  const { url, folder, stop } = await start();
  try {
    await open(page, url);
    expect((await row(page, 3))[0]).toBe("3");
    expect(existsSync(join(folder, ".local/share/rowmill/rowmill.sqlite"))).toBe(true);
    await page.goto(`${url}/nothing`);
    await expect(page.getByRole("alert")).toContainText("nothing at this address");
  } finally {
    await stop();
  }
});

test("the page's files are compressed, kept for good, and known again", async () => {
  const { url, stop } = await start("--data", "here");
  try {
    const document = await (await fetch(url)).text();
    const module = /\/pkg\/rowmill\.[0-9a-f]+\.wasm/.exec(document)![0];
    const plain = await fetch(url + module, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-type")).toBe("application/wasm");
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.headers.get("cache-control")).toContain("immutable");
    expect(plain.headers.get("x-content-type-options")).toBe("nosniff");
    const bytes = Buffer.from(await plain.arrayBuffer());
    for (const encoding of ["br", "gzip"]) {
      const packed = await fetch(url + module, { headers: { "accept-encoding": encoding } });
      expect(packed.headers.get("content-encoding")).toBe(encoding);
      expect(Buffer.from(await packed.arrayBuffer()).equals(bytes)).toBe(true);
    }
    const icon = await fetch(`${url}/favicon.svg`);
    expect(icon.headers.get("content-type")).toBe("image/svg+xml");
    const again = await fetch(`${url}/favicon.svg`, { headers: { "if-none-match": icon.headers.get("etag")! } });
    expect(again.status).toBe(304);
    expect((await fetch(`${url}/files.txt`)).status).toBe(404);
    expect((await fetch(`${url}/pkg/none.js`)).status).toBe(404);
  } finally {
    await stop();
  }
});
