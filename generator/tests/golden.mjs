// Compares the golden files with what the engine makes as WebAssembly: node golden.mjs ENGINE.js
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { Engine } = createRequire(import.meta.url)(process.argv[2]);
const root = join(dirname(fileURLToPath(import.meta.url)), "golden");
const formats = ["csv", "ndjson", "mysql.sql", "postgres.sql", "mysql.copy", "postgres.copy"];
let passed = 0;
let failed = 0;

for (const name of readdirSync(root)) {
  const engine = new Engine(readFileSync(join(root, name, "spec.json"), "utf8"));
  for (const table of engine.tables()) {
    const rows = engine.rows(table);
    const last = (start) => (start + 8n < rows ? start + 8n : rows);
    const starts = [0n, rows / 2n > 4n ? rows / 2n - 4n : 0n, rows > 8n ? rows - 8n : 0n];
    for (const format of formats) {
      const parts = starts.map((start, index) =>
        Buffer.from(engine.generate(table, format, start, last(start), index === 0, index === 2)),
      );
      const expected = readFileSync(join(root, name, `${table}.${format}`));
      if (Buffer.concat(parts).equals(expected)) {
        passed += 1;
      } else {
        failed += 1;
        console.error(`${name}/${table}.${format} differs from the native engine's`);
      }
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed >= 54 ? 0 : 1);
