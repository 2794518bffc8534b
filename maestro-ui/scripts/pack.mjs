// Packs a bundle for the program: brotli and gzip beside what is over 1 kB, no raw twins, a list of the files, and the
// licences of what is in it. Usage: node scripts/pack.mjs <dist> <out>
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const [dist, out] = process.argv.slice(2);
const SMALL = 1024;
const PACKED = /\.(js|css|svg|json|webmanifest|txt|html)$/;

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function write(name, bytes) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** Packages that the bundle may hold: what is needed at run time, and what that needs. */
function licences() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const seen = new Map();
  const queue = Object.keys(lock[''].dependencies).map((name) => ['', name]);
  while (queue.length > 0) {
    const [from, name] = queue.pop();
    const key = [`${from}/node_modules/${name}`.replace(/^\//, ''), `node_modules/${name}`].find((path) => lock[path]);
    if (!key || seen.has(key)) continue;
    seen.set(key, name);
    for (const next of Object.keys(lock[key].dependencies ?? {})) queue.push([key, next]);
  }
  return [...seen.entries()].sort().map(([key, name]) => {
    const file = existsSync(key) ? readdirSync(key).find((entry) => /^(licen[cs]e|copying)/i.test(entry)) : undefined;
    const text = file ? readFileSync(join(key, file), 'utf8').trim() : '';
    return `${name} ${lock[key].version} (${lock[key].license ?? 'see its text'})\n\n${text}\n`;
  }).join('\n' + '-'.repeat(100) + '\n\n');
}

writeFileSync(join(dist, 'THIRD_PARTY.txt'), licences());
const names = [];
for (const path of filesBelow(dist).sort()) {
  const name = relative(dist, path).split(sep).join('/');
  if (name.endsWith('.map') || name.startsWith('.vite/')) continue;
  const bytes = readFileSync(path);
  if (name === 'index.html') {
    write(name, bytes);
    continue;
  }
  names.push(name);
  if (bytes.length > SMALL && PACKED.test(name)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    write(`${name}.br`, brotliCompressSync(bytes, { params }));
    write(`${name}.gz`, gzipSync(bytes, { level: 9 }));
  } else {
    write(name, bytes);
  }
}
write('files.txt', names.join('\n') + '\n');
write('kind.txt', 'built\n');
