import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import en from '~/lang/en.json';
import zh from '~/lang/zh.json';
import { STATUS_LOOKS } from '~/ui/status';

function keys(node: unknown, path = ''): string[] {
  if (typeof node === 'string') return [path];
  return Object.entries(node as object).flatMap(([name, value]) => keys(value, path === '' ? name : `${path}.${name}`));
}

it('Chinese has each text that English has, and no other', () => {
  const plain = (path: string) => path.replace(/_(one|other)$/, '');
  expect([...new Set(keys(zh).map(plain))].sort()).toEqual([...new Set(keys(en).map(plain))].sort());
});

it('each status has a word', () => {
  expect(Object.keys(en.status).sort()).toEqual(Object.keys(STATUS_LOOKS).sort());
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

it('no component has a text of its own', () => {
  const found = sources('src/main/web')
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return [...text.matchAll(/>\s*([A-Za-z][a-z]+ [a-z][^<>{}]*)</g)].map((match) => `${path}: ${match[1]}`);
    });
  expect(found).toEqual([]);
});

it('pages are used by routes only, and parts of the look know no API', () => {
  const wrong = sources('src/main/web').flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    const uses = (what: string) => text.includes(`from '~/${what}`) || text.includes(`import('~/${what}`);
    const at = path.slice('src/main/web/'.length);
    return [
      ...(/^(ui|graph|logs|live|api|lang|canvas)\//.test(at) && uses('pages/') ? [`${at} uses pages`] : []),
      ...(/^(api|lang)\//.test(at) && (uses('ui/') || uses('graph/') || uses('act/')) ? [`${at} uses the look`] : []),
    ];
  });
  expect(wrong).toEqual([]);
});
