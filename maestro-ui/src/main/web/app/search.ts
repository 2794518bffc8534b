// The address is the state of a page: each route names its params, unknown values are dropped, defaults left out.

export type Raw = Record<string, unknown>;

export function text(raw: unknown): string | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number') return undefined;
  const value = String(raw).slice(0, 500);
  return value === '' ? undefined : value;
}

export function oneOf<const T extends readonly string[]>(raw: unknown, allowed: T): T[number] | undefined {
  return typeof raw === 'string' && allowed.includes(raw) ? raw : undefined;
}

export function whole(raw: unknown, min = 0, max = Number.MAX_SAFE_INTEGER): number | undefined {
  const value = Number(text(raw));
  return Number.isSafeInteger(value) && value >= min && value <= max ? value : undefined;
}

/** Numbers of nested iterations, outermost first, such as `3-12`. */
export function iterations(raw: unknown): string | undefined {
  const value = text(raw);
  return value !== undefined && /^[1-9]\d{0,11}(-[1-9]\d{0,11}){0,9}$/.test(value) ? value : undefined;
}

export function flag(raw: unknown): true | undefined {
  return raw === '1' || raw === true ? true : undefined;
}

/** Plain query strings, so that a link is readable and an id that looks like a number stays what it is. */
export function parseSearch(search: string): Raw {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Raw): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '' || value === false) continue;
    params.set(name, value === true ? '1' : String(value));
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

/** Only the params that say something. */
export function said<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
