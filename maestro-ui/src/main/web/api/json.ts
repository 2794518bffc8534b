// JSON whose whole numbers beyond 2^53 stay exact: they become bigint, and are written as they were.

interface Source {
  source?: string;
}

const LONG = /\d{16}/;

function exact(this: unknown, _key: string, value: unknown, context?: Source): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

export function parseJson(text: string): unknown {
  return LONG.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

interface RawJson {
  rawJSON?: (text: string) => unknown;
}

export function toJson(value: unknown, space?: number): string {
  return JSON.stringify(
    value,
    (_key, member: unknown) => {
      if (typeof member !== 'bigint') return member;
      const raw = (JSON as unknown as RawJson).rawJSON;
      return raw ? raw(member.toString()) : Number(member);
    },
    space,
  );
}
