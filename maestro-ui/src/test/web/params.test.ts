import { describe, expect, it } from 'vitest';
import { parseParam, paramText } from '~/act/params';
import { toJson } from '~/api/json';

describe('a typed value', () => {
  it.each([
    ['LONG', '9223372036854775807', 9223372036854775807n],
    ['LONG', ' -1 ', -1n],
    ['DOUBLE', '1e3', 1000],
    ['BOOLEAN', 'true', true],
    ['STRING', " a 'quoted' line ", " a 'quoted' line "],
    ['STRING_ARRAY', 'a\nb', ['a', 'b']],
    ['LONG_ARRAY', '[1, 2]', [1n, 2n]],
    ['STRING_ARRAY', '', []],
    ['STRING_MAP', '{"a": "b"}', { a: 'b' }],
  ])('of type %s reads %j', (type, text, value) => {
    expect(parseParam(type, text)).toEqual({ value });
  });

  it.each([
    ['LONG', '9223372036854775808', 'range'],
    ['LONG', '1.5', 'whole'],
    ['LONG', '', 'whole'],
    ['DOUBLE', 'x', 'number'],
    ['DOUBLE', 'Infinity', 'number'],
    ['BOOLEAN', 'yes', 'flag'],
    ['LONG_ARRAY', 'a', 'whole'],
    ['STRING_ARRAY', '[1', 'list'],
    ['MAP', '[]', 'map'],
  ])('of type %s refuses %j', (type, text, error) => {
    expect(parseParam(type, text)).toEqual({ error });
  });

  it('comes back as the text it was made from', () => {
    for (const text of ['[1,2]', '["a","b c"]']) {
      const parsed = parseParam('STRING_ARRAY', text);
      if ('error' in parsed) throw new Error(parsed.error);
      expect(parseParam('STRING_ARRAY', paramText(parsed.value))).toEqual(parsed);
    }
  });

  it('keeps all 64 bits where the browser can write them', () => {
    const raw = (JSON as { rawJSON?: unknown }).rawJSON;
    const written = toJson({ a: 9223372036854775807n });
    expect(written).toBe(raw ? '{"a":9223372036854775807}' : '{"a":9223372036854776000}');
  });
});
