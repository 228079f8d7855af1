// Millions of cells a second of every kind in WebAssembly, slowest first, each as CSV without the columns beside it: node kinds.mjs ENGINE.js
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { Engine } = createRequire(import.meta.url)(process.argv[2]);
const golden = join(dirname(fileURLToPath(import.meta.url)), "../generator/tests/golden/kinds/spec.json");
const columns = JSON.parse(readFileSync(golden, "utf8")).tables[0].columns;
const ROWS = 16_384n;
const beside = [
  { name: "a", type: "bigint", hidden: true },
  { name: "p", type: "bigint", hidden: true, gen: { kind: "child_of", table: "parent", column: "id", min: 1, max: 9 } },
  { name: "up", type: "bigint", hidden: true, gen: { kind: "child_of", table: "kinds", column: "a" } },
];

/** The fastest of five times that the rows of a column take, in seconds. */
function seconds(column) {
  const spec = {
    rowmill: 1,
    tables: [
      { name: "kinds", rows: 1_000_000, columns: [...beside, { ...column, hidden: false }] },
      { name: "parent", rows: 300_000, columns: [{ name: "id", type: "bigint" }] },
      { name: "child", rows: 3_000_000, columns: [{ name: "t", type: "bigint", gen: { kind: "child_of", table: "kinds", column: "a", max: 9 } }] },
    ],
  };
  const engine = new Engine(JSON.stringify(spec));
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const start = process.hrtime.bigint();
    engine.generate("kinds", "csv", 100_000n, 100_000n + ROWS, false, false);
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
