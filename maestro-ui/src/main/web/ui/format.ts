import { locale } from '~/lang';
import { prefs } from '~/app/prefs';

/** Text of times, durations and numbers in the language and zone of the reader; nothing is formatted by hand. */
export function zoneName(): string {
  return prefs().zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = `${locale()}|${zoneName()}|${key}`;
  let format = formats.get(id);
  if (!format) {
    format = new Intl.DateTimeFormat(locale(), { ...options, timeZone: zoneName(), hourCycle: 'h23' });
    formats.set(id, format);
  }
  return format;
}

export function exactTime(ms: number): string {
  return dateFormat('exact', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  }).format(ms);
}

export function clockTime(ms: number, withMillis = false): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
  return withMillis
    ? dateFormat('millis', { ...options, fractionalSecondDigits: 3 }).format(ms)
    : dateFormat('clock', options).format(ms);
}

export function dayAndTime(ms: number): string {
  return dateFormat('day', { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** RFC 3339 with the offset of the zone in force. */
export function rfc3339(ms: number): string {
  if (prefs().zone === 'utc') return new Date(ms).toISOString();
  const offset = -new Date(ms).getTimezoneOffset();
  const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

export function relativeTime(ms: number, now: number): string {
  const ago = ms - now;
  const [unit, size] = STEPS.find(([, each]) => Math.abs(ago) >= each) ?? (['second', 1_000] as const);
  const count = Math.trunc(ago / size);
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'narrow' }).format(count, unit);
}

interface DurationFormat {
  format(parts: Record<string, number>): string;
}
type DurationFormatMaker = new (locale: string, options: object) => DurationFormat;

function durationText(parts: Record<string, number>): string {
  const Maker = (Intl as unknown as { DurationFormat?: DurationFormatMaker }).DurationFormat;
  if (Maker) return new Maker(locale(), { style: 'narrow' }).format(parts);
  const units: Record<string, string> = { days: 'd', hours: 'h', minutes: 'm', seconds: 's' };
  return Object.entries(parts)
    .map(([unit, count]) => `${count}${units[unit] ?? ''}`)
    .join(' ');
}

/** Two units at most: 405 ms, 12.3 s, 4 min 5 s, 3 h 12 min. */
export function duration(ms: number): string {
  if (ms < 0) return duration(0);
  if (ms < 1_000)
    return new Intl.NumberFormat(locale(), { style: 'unit', unit: 'millisecond' }).format(Math.round(ms));
  if (ms < 60_000) {
    const seconds = Math.floor(ms / 100) / 10;
    return new Intl.NumberFormat(locale(), { style: 'unit', unit: 'second', unitDisplay: 'short' }).format(seconds);
  }
  const whole = Math.floor(ms / 1_000);
  if (whole < 3_600) return durationText({ minutes: Math.floor(whole / 60), seconds: whole % 60 });
  if (whole < 86_400) return durationText({ hours: Math.floor(whole / 3_600), minutes: Math.floor((whole % 3_600) / 60) });
  return durationText({ days: Math.floor(whole / 86_400), hours: Math.floor((whole % 86_400) / 3_600) });
}

export function count(value: number | bigint): string {
  return new Intl.NumberFormat(locale()).format(value);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: share > 0.99 ? 1 : 0 }).format(share);
}

export function bytes(size: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let unit = 0;
  let value = size;
  while (value >= 1_000 && unit < 3) {
    value /= 1_000;
    unit++;
  }
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[unit],
    unitDisplay: 'narrow',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
