import { toJson } from '~/api/json';

/** A value in one line. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return toJson(value);
}
