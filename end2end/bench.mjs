// How fast the page is: node bench.mjs ROWMILL-URL CHROMIUM prints one JSON object of milliseconds and counts.
import { chromium } from "@playwright/test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [url, executablePath] = process.argv.slice(2);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
const viewport = { width: 1440, height: 900 };

/** Saves a spec of tables of whole numbers, and gives its address. */
async function saved(tables, columns, rows = 1_000_000) {
  const column = (index) => ({ name: `c${index}`, type: "int", gen: { kind: "integer", min: 0, max: 1000 + index } });
  const table = (index) => ({ name: `t${index}`, rows, columns: Array.from({ length: columns }, (_, index) => column(index)) });
  const spec = { rowmill: 1, tables: Array.from({ length: tables }, (_, index) => table(index)) };
  const answer = await fetch(`${url}/api/datasets`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(spec),
  });
  return `${url}/d/${(await answer.json()).id}`;
}

/** A page at an address, once it answers to a hand. */
async function opened(address) {
  const page = await browser.newPage({ viewport });
  // The module's memory, which the browser does not count among the page's.
  await page.addInitScript(() => {
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiate(...given);
      window.moduleMemory = made.instance.exports.memory ?? window.moduleMemory;
      return made;
    };
  });
  await page.goto(address);
  await page.locator("#filter-tables:enabled").waitFor();
  await page.evaluate(() => {
    // A task behind the frame in which everything until now is painted.
    window.painted = () => new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    }));
    window.part = (times, share) =>
      times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
  });
  return page;
}

/** From the first byte of the document: rows painted, and alive. */
async function opening() {
  const paints = [];
  const alive = [];
  for (let time = 0; time < 5; time += 1) {
    const page = await browser.newPage({ viewport });
    await page.goto(url);
    await page.locator("#filter-tables:enabled").waitFor();
    const found = await page.evaluate(() => {
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      return [paint.startTime, performance.now()];
    });
    paints.push(found[0]);
    alive.push(found[1]);
    await page.close();
  }
  // What the browser takes on this machine for a document of one line, by the same server.
  const lines = [];
  for (let time = 0; time < 5; time += 1) {
    const page = await browser.newPage({ viewport });
    await page.goto(`${url}/api/health`);
    const paint = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    await page.waitForFunction(paint);
    lines.push(await page.evaluate(paint));
    await page.close();
  }
  return { first_paint: Math.min(...paints), first_paint_of_a_line: Math.min(...lines), alive: Math.min(...alive) };
}

/** Jumps to rows, and frames of scrolling, in a billion rows. */
async function grid() {
  const page = await opened(url);
  await page.getByRole("option", { name: /^purchase/ }).click();
  await page.getByText("1,000,000,000 rows").waitFor();
  const figures = await page.evaluate(async () => {
    const input = document.querySelector("#go-to-row");
    const numbers = () => document.querySelector(".grid-rows .row-number").textContent;
    const jumps = [];
    for (let jump = 0; jump < 60; jump += 1) {
      const row = 1 + ((jump * 618_033_989) % 999_000_000);
      await painted();
      const start = performance.now();
      input.value = String(row);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.form.requestSubmit();
      jumps.push((await painted()) - start);
      if (numbers() !== row.toLocaleString("en-US")) throw new Error(`row ${row} is not on screen, but ${numbers()}`);
    }
    return { jump_median: part(jumps, 0.5), jump_max: part(jumps, 1) };
  });
  const frames = await scrolling(page);
  await page.close();
  return { ...figures, ...frames };
}

/** Work in a frame: from its start, when the grid is scrolled, until it is painted. The time that is left of 16.7 ms is idle. */
function scrolling(page) {
  return page.evaluate(async () => {
    const grid = document.querySelector("[role=grid]");
    const work = [];
    const gaps = [];
    let before;
    for (let frame = 0; frame < 600; frame += 1) {
      work.push(await new Promise((done) => requestAnimationFrame((now) => {
        if (before !== undefined) gaps.push(now - before);
        before = now;
        const start = performance.now();
        // A wheel: three rows up to a page, as a hand does it, and every tenth time sideways as well.
        grid.dispatchEvent(new WheelEvent("wheel", { deltaY: 60 + (frame % 30) * 30, bubbles: true, cancelable: true }));
        if (frame % 10 === 0) grid.scrollLeft = (grid.scrollLeft + 90) % Math.max(1, grid.scrollWidth - grid.clientWidth);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now() - start);
        port2.postMessage(0);
      })));
    }
    return {
      frame_median: part(work, 0.5), frame_p99: part(work, 0.99), frame_max: part(work, 1),
      gap_p99: part(gaps, 0.99), late_frames: gaps.filter((gap) => gap > 17.5).length, frames: gaps.length,
    };
  });
}

/** From a letter in a column's option to the painted rows. */
async function typing(columns) {
  const page = await opened(await saved(1, columns));
  await page.getByRole("columnheader").nth(3).click();
  await page.getByLabel("max").waitFor();
  const median = await page.evaluate(async () => {
    const input = [...document.querySelectorAll("#inspector label")].find((label) => label.textContent.trim() === "max").querySelector("input");
    const cell = () => document.querySelector(".grid-rows [aria-rowindex='4'] [aria-colindex='4']").textContent;
    input.focus();
    const times = [];
    let before = cell();
    for (let letter = 0; letter < 30; letter += 1) {
      await new Promise((done) => setTimeout(done, 30));
      const start = performance.now();
      input.value = String(5_000_000 + letter * 7_654_321);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await painted();
      times.push(performance.now() - start);
      if (cell() === before) throw new Error("the column did not change");
      before = cell();
    }
    return part(times, 0.5);
  });
  await page.close();
  return median;
}

/** From one table of three hundred to the next. */
async function tables() {
  const page = await opened(await saved(300, 30));
  const figures = await page.evaluate(async () => {
    const list = document.querySelector("#tables");
    list.focus();
    const times = [];
    for (let step = 0; step < 40; step += 1) {
      await new Promise((done) => setTimeout(done, 30));
      const start = performance.now();
      list.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }));
      await painted();
      times.push(performance.now() - start);
    }
    return { table_switch_median: part(times, 0.5), table_switch_max: part(times, 1) };
  });
  const session = await page.context().newCDPSession(page);
  const memory = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
    return usedSize + backingStorageSize + (await page.evaluate(() => moduleMemory.buffer.byteLength));
  };
  const before = await memory();
  await page.evaluate(async () => {
    // Each a step of its own: the rows of another table.
    const list = document.querySelector("#tables");
    for (let step = 0; step < 200; step += 1) {
      list.dispatchEvent(new KeyboardEvent("keydown", { key: step % 2 ? "ArrowUp" : "ArrowDown", bubbles: true, cancelable: true }));
      await new Promise((done) => setTimeout(done, 0));
      const rows = document.querySelector("#table-rows");
      rows.value = String(1_000 + step);
      rows.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 0));
    }
  });
  const undo_megabytes = ((await memory()) - before) / 1e6;
  await page.close();
  return { ...figures, undo_megabytes };
}

/** Megabytes a second of CSV: made by one and by two workers, and written to a file of each way, in a profile on disk as people have. */
async function exporting() {
  const folder = mkdtempSync(join(tmpdir(), "rowmill-bench-"));
  const context = await chromium.launchPersistentContext(folder, { executablePath, args, viewport });
  const page = await context.newPage();
  await page.goto(url);
  await page.locator("#filter-tables:enabled").waitFor();
  const spec = readFileSync("../bench/room_availability.json", "utf8");
  const figures = await page.evaluate(async (spec) => {
    const script = document.querySelector("#workers").content.split(" ")[0];
    const order = [spec, "room_availability", "csv", ""];
    const made = (makers) => new Promise((done) => {
      let [next, bytes, left, start] = [0, 0, 150, 0];
      const workers = Array.from({ length: makers }, () => new Worker(script, { type: "module", name: "maker" }));
      let ready = 0;
      const give = (worker) => {
        if (next < 150) worker.postMessage(["make", next, next * 24_000, (next + 1) * 24_000]);
        next += 1;
      };
      for (const worker of workers) {
        worker.onmessage = ({ data: [what, , piece] }) => {
          if (what === "ready") worker.postMessage(["start", ...order]);
          if (what === "started" && (ready += 1) === makers) {
            start = performance.now();
            for (const worker of workers) for (let ahead = 0; ahead < 2; ahead += 1) give(worker);
          }
          if (what === "made") {
            bytes += piece.length;
            give(worker);
            if ((left -= 1) === 0) {
              for (const worker of workers) worker.terminate();
              done(bytes / 1e3 / (performance.now() - start));
            }
          }
        };
      }
    });
    const written = (file) => new Promise((done) => {
      const worker = new Worker(script, { type: "module", name: "writer" });
      const start = performance.now();
      worker.onmessage = ({ data: [what, , bytes] }) => {
        if (what === "ready") worker.postMessage(["start", ...order, 2, file]);
        if (what === "done") {
          worker.terminate();
          done(bytes / 1e3 / (performance.now() - start));
        }
      };
    });
    const root = await navigator.storage.getDirectory();
    return {
      made_1: await made(1),
      made_2: await made(2),
      written_own: await written("rowmill-export-1-1"),
      written_chosen: await written(await root.getFileHandle("chosen", { create: true })),
    };
  }, spec);
  await context.close();
  rmSync(folder, { recursive: true, force: true });
  return figures;
}

/** Presses of Tab until the grid has the focus. */
async function tabs() {
  const page = await opened(url);
  let presses = 0;
  for (; presses < 100; presses += 1) {
    if (await page.evaluate(() => document.activeElement?.getAttribute("role") === "grid")) break;
    await page.keyboard.press("Tab");
  }
  await page.close();
  return presses;
}

const figures = { ...(await opening()), ...(await grid()) };
for (const columns of [6, 300, 1_000]) figures[`typing_${columns}`] = await typing(columns);
for (const columns of [12, 200]) {
  const page = await opened(await saved(1, columns, 1_000_000_000));
  figures[`wide_${columns}_p99`] = (await scrolling(page)).frame_p99;
  await page.close();
}
Object.assign(figures, await tables(), { tabs: await tabs() }, await exporting());
console.log(JSON.stringify(figures));
await browser.close();
