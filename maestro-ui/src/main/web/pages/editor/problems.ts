import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';

/** One thing that is wrong with a definition, as the server tells it; lines and columns count from 1. */
export interface Problem {
  severity: 'ERROR' | 'WARNING';
  code: string;
  path: string;
  written_path?: string;
  line?: number;
  column?: number;
  message: string;
  suggestion?: string;
}

/** A part of the text, and what to write there instead. */
export interface Fix {
  from: number;
  to: number;
  insert: string;
}

export interface Located {
  problem: Problem;
  from: number;
  to: number;
  fix?: Fix;
}

const NAMED = /'([^']{1,200})'|\[([^\]\s]{1,200})\]/g;

/** Words that a message names. */
function named(message: string): string[] {
  return [...message.matchAll(NAMED)].map((match) => match[1] ?? match[2]!);
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** The known name that somebody may have meant; none: nothing is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, far: distance(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, far }) => name !== word && far <= Math.max(1, Math.floor(word.length / 3)))
    .toSorted((a, b) => a.far - b.far);
  return best?.name;
}

function wordAt(text: string, word: string, from: number): number {
  const found = new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
  found.lastIndex = from;
  return found.exec(text)?.index ?? -1;
}

function start(doc: Text, { line, column }: Problem): number | undefined {
  if (line === undefined || line < 1 || line > doc.lines) return undefined;
  const at = doc.line(line);
  return Math.min(at.to, at.from + Math.max(0, (column ?? 1) - 1));
}

/**
 * Where a problem stands, and how it may be mended. A wrong name is marked itself, wherever below the place it is that the
 * server tells; what has no place is told at the first line.
 *
 * @param steps ids of the steps in the text
 */
export function locate(problem: Problem, doc: Text, steps: readonly string[]): Located {
  const text = doc.toString();
  const begin = start(doc, problem) ?? 0;
  for (const word of named(problem.message)) {
    const meant = problem.suggestion ?? (/not a step|no such step/.test(problem.message) ? nearest(word, steps) : undefined);
    const isStep = steps.includes(word);
    if (isStep && problem.suggestion === undefined) continue;
    const at = wordAt(text, word, begin);
    if (at < 0) continue;
    const to = at + word.length;
    return { problem, from: at, to, fix: meant === undefined ? undefined : { from: at, to, insert: meant } };
  }
  const line = doc.lineAt(begin);
  const lead = /^\s*(- )?/.exec(line.text)?.[0].length ?? 0;
  const from = Math.max(begin, Math.min(line.to, line.from + lead));
  return { problem, from, to: Math.max(from, line.to) };
}

export function diagnosticsOf(located: Located[], fixText: (to: string) => string): Diagnostic[] {
  return located
    .map(({ problem, from, to, fix }) => ({
      from,
      to,
      severity: problem.severity === 'ERROR' ? ('error' as const) : ('warning' as const),
      message: problem.message,
      actions:
        fix === undefined
          ? []
          : [
              {
                name: fixText(fix.insert),
                apply: (view: import('@codemirror/view').EditorView) => view.dispatch({ changes: fix }),
              },
            ],
    }))
    .toSorted((a, b) => a.from - b.from);
}

/** Ids of steps as they stand in the text, be it valid or not. */
export function stepsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?:^|[{,\s])"?id"?\s*:\s*"?([\w.-]+)/gm)].map((match) => match[1]!))];
}
