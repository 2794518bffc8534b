// What a first load transfers, gzipped, by route; fails over budget. Usage: node scripts/sizes.mjs <dist>
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = process.argv[2] ?? 'target/dist';
const FIRST_LOAD_KB = 220;
const ROUTE_KB = 160;
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

function filesOf(key, into = new Set()) {
  const chunk = manifest[key];
  if (into.has(chunk.file)) return into;
  into.add(chunk.file);
  for (const css of chunk.css ?? []) into.add(css);
  for (const next of chunk.imports ?? []) filesOf(next, into);
  return into;
}

const kb = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1000;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const shell = filesOf(entry);
let failed = false;
console.log('gzipped kB: first load, and what the route adds to the shell');
// dialogs and the like are loaded by a page that is there already
const LATER = /(Dialog|Editor|Menu)\.tsx$/;
for (const key of Object.keys(manifest).filter((name) => name.startsWith('pages/') && !LATER.test(name))) {
  const all = filesOf(key, new Set(shell));
  const own = new Set([...filesOf(key)].filter((file) => !shell.has(file)));
  const [first, added] = [kb(all), kb(own)];
  const list = /workflows|runs\/|settings|cluster|home/.test(key);
  const over = added > ROUTE_KB || (list && first > FIRST_LOAD_KB);
  failed ||= over;
  console.log(`${over ? 'OVER ' : '     '}${key.padEnd(36)} ${first.toFixed(0).padStart(5)} ${added.toFixed(0).padStart(5)}`);
}
if (failed) {
  console.error(`over budget: ${FIRST_LOAD_KB} kB for a first load of a list, ${ROUTE_KB} kB for a route`);
  process.exit(1);
}
