const PAIR = /([A-Za-z_][\w.-]*)=("[^"]*"|\S+)/g;

/** `day=20261130 region="eu"` as the params of a signal: a whole number is one, unless it stands in double quotes. */
export function signalParams(text: string): Record<string, string | bigint> {
  return Object.fromEntries(
    [...text.matchAll(PAIR)].map(([, name, value]) => {
      const quoted = value!.length >= 2 && value!.startsWith('"') && value!.endsWith('"');
      if (quoted) return [name!, value!.slice(1, -1)];
      return [name!, /^-?\d{1,18}$/.test(value!) ? BigInt(value!) : value!];
    }),
  );
}

/** The same as filters of a list of announcements. */
export function queryOfParams(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(PAIR)].map(([, name, value]) => [`param.${name}`, value!]));
}

/** Whether the whole text is pairs. */
export function wellFormed(text: string): boolean {
  return text.replace(PAIR, '').trim() === '';
}
