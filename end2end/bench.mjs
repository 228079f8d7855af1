// How fast the page is: node bench.mjs ROWMILL-URL CHROMIUM prints one JSON object of milliseconds.
import { chromium } from "@playwright/test";

const [url, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(url);
await page.getByRole("option", { name: "purchase" }).click();
await page.getByText("1,000,000,000 rows").waitFor();

const figures = await page.evaluate(async () => {
  const grid = document.querySelector("[role=grid]");
  const input = document.querySelector("#go-to-row");
  const numbers = () => document.querySelector(".grid-rows .row-number").textContent;
  // A task behind the frame in which everything until now is painted.
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(0);
  }));
  const sorted = (times) => times.toSorted((a, b) => a - b);
  const part = (times, share) => sorted(times)[Math.min(times.length - 1, Math.floor(times.length * share))];

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

  // Work in a frame: from its start, when the grid is scrolled, until it is painted. The time that is left of 16.7 ms is idle.
  const work = [];
  const gaps = [];
  let before;
  for (let frame = 0; frame < 600; frame += 1) {
    work.push(await new Promise((done) => requestAnimationFrame((now) => {
      if (before !== undefined) gaps.push(now - before);
      before = now;
      const start = performance.now();
      // A wheel: three rows up to a page, as a hand does it.
      grid.dispatchEvent(new WheelEvent("wheel", { deltaY: 60 + (frame % 30) * 30, bubbles: true, cancelable: true }));
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - start);
      port2.postMessage(0);
    })));
  }
  return {
    jump_median: part(jumps, 0.5), jump_max: part(jumps, 1),
    frame_median: part(work, 0.5), frame_p99: part(work, 0.99), frame_max: part(work, 1),
    gap_p99: part(gaps, 0.99), late_frames: gaps.filter((gap) => gap > 17.5).length, frames: gaps.length,
  };
});
console.log(JSON.stringify(figures));
await browser.close();
