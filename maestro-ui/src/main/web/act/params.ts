import { toJson } from '~/api/json';

export type ParamType =
  | 'STRING'
  | 'LONG'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'STRING_ARRAY'
  | 'LONG_ARRAY'
  | 'DOUBLE_ARRAY'
  | 'BOOLEAN_ARRAY'
  | 'STRING_MAP'
  | 'MAP';

export type Parsed = { value: unknown } | { error: 'whole' | 'number' | 'flag' | 'json' | 'list' | 'map' | 'range' };

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

function long(text: string): Parsed {
  if (!/^[+-]?\d+$/.test(text)) return { error: 'whole' };
  const value = BigInt(text);
  return value > LONG_MAX || value < LONG_MIN ? { error: 'range' } : { value };
}

function double(text: string): Parsed {
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? { error: 'number' } : { value };
}

function flag(text: string): Parsed {
  return text === 'true' || text === 'false' ? { value: text === 'true' } : { error: 'flag' };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list is JSON, or one element a line. */
function list(text: string, element: (text: string) => Parsed): Parsed {
  const trimmed = text.trim();
  if (trimmed === '') return { value: [] };
  const given = trimmed.startsWith('[') ? json(trimmed) : trimmed.split('\n');
  if (!Array.isArray(given)) return { error: 'list' };
  const values: unknown[] = [];
  for (const one of given) {
    const parsed = element(String(one).trim());
    if ('error' in parsed) return parsed;
    values.push(parsed.value);
  }
  return { value: values };
}

/** What somebody typed, as a value of the type; whole numbers stay exact over all 64 bits. */
export function parseParam(type: string, text: string): Parsed {
  switch (type as ParamType) {
    case 'STRING':
      return { value: text };
    case 'LONG':
      return long(text.trim());
    case 'DOUBLE':
      return double(text.trim());
    case 'BOOLEAN':
      return flag(text.trim());
    case 'STRING_ARRAY':
      return list(text, (one) => ({ value: one }));
    case 'LONG_ARRAY':
      return list(text, long);
    case 'DOUBLE_ARRAY':
      return list(text, double);
    case 'BOOLEAN_ARRAY':
      return list(text, flag);
    case 'STRING_MAP':
    case 'MAP': {
      const value = json(text);
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? { value } : { error: 'map' };
    }
  }
  const value = json(text);
  return value === undefined ? { error: 'json' } : { value };
}

/** A value as the text that `parseParam` reads. */
export function paramText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return toJson(value, Array.isArray(value) || typeof value !== 'object' ? undefined : 2);
}

/** The param as a request names it. */
export function requestParam(type: string, value: unknown): { type: string; value: unknown } {
  return { type, value };
}

/** `name=value` as the command line takes it. */
export function cliParam(name: string, value: unknown): string {
  return `${name}=${typeof value === 'string' ? value : toJson(value)}`;
}
