// Millions of cells a second of every kind in WebAssembly, slowest first, each as CSV beside a column of whole numbers: node kinds.mjs ENGINE.js
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { Engine } = createRequire(import.meta.url)(process.argv[2]);
const golden = join(dirname(fileURLToPath(import.meta.url)), "../generator/tests/golden/kinds/spec.json");
const columns = JSON.parse(readFileSync(golden, "utf8")).tables[0].columns;
const ROWS = 16_384n;
const beside = [
  { name: "a", type: "bigint" },
  { name: "p", type: "bigint", hidden: true, gen: { kind: "child_of", table: "parent", column: "id", min: 1, max: 9 } },
  { name: "up", type: "bigint", hidden: true, gen: { kind: "child_of", table: "kinds", column: "a" } },
];

/** A table with a column of each kind that others need, and this one, which alone is shown. */
function specOf(column, rows) {
  return JSON.stringify({
    rowmill: 1,
    tables: [
      { name: "kinds", rows, columns: [...beside, { ...column, hidden: false }] },
      { name: "parent", rows: Math.ceil(rows / 4), columns: [{ name: "id", type: "bigint" }] },
      { name: "child", rows: rows * 3, columns: [{ name: "id", type: "int" }, { name: "t", type: "bigint", hidden: true, gen: { kind: "child_of", table: "kinds", column: "a", max: 9 } }] },
    ],
  });
}

/** The fastest of five times that the rows of a column take, in seconds; some columns hold no more than a few hundred rows. */
function seconds(column) {
  let engine;
  let rows = 1_000_000;
  try {
    engine = new Engine(specOf(column, rows));
  } catch {
    rows = 300;
    engine = new Engine(specOf(column, rows));
  }
  const piece = ROWS < BigInt(rows) ? ROWS : BigInt(rows);
  const first = BigInt(rows) / 10n < piece ? 0n : BigInt(rows) / 10n;
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const start = process.hrtime.bigint();
    for (let made = 0n; made < ROWS; made += piece) {
      engine.generate("kinds", "csv", first, first + piece, false, false);
    }
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9);
  }
  engine.free();
  return best;
}

const rates = columns.slice(3).map((column) => [Number(ROWS) / seconds(column) / 1e6, column.name]);
rates.sort((one, other) => one[0] - other[0]);
for (const [rate, name] of rates) {
  console.log(`${rate.toFixed(2)} ${name}`);
}
