import type { RunRef } from '~/api/queries';

/** `orders_daily/12/1`; the run may be left out and is 1 then. */
export function parseRun(text: string | undefined): RunRef | undefined {
  const match = /^(.+?)\/(\d{1,15})(?:\/(\d{1,9}))?$/.exec((text ?? '').trim());
  return match ? { wf: match[1]!, n: Number(match[2]), r: Number(match[3] ?? 1) } : undefined;
}

export function runText({ wf, n, r }: RunRef): string {
  return `${wf}/${n}/${r}`;
}
