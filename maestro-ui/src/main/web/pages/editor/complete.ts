import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { stepsIn } from './problems';

/** What a definition is written in, as the server tells it. */
export interface Language {
  keys: Record<string, Schema>;
  step_types: string[];
  param_types: string[];
  param_modes: string[];
  functions: { signature: string; text: string }[];
}

interface Schema {
  properties?: Record<string, Schema & { type?: string; enum?: string[] }>;
  oneOf?: Schema[];
  type?: string;
  enum?: string[];
  description?: string;
}

function keysOf(schema: Schema | undefined, into: Map<string, string>) {
  for (const [name, one] of Object.entries(schema?.properties ?? {})) {
    into.set(name, one.description ?? one.type ?? '');
    if (one.properties) keysOf(one, into);
  }
  for (const one of schema?.oneOf ?? []) keysOf(one, into);
}

function valuesFor(key: string, text: string, language: Language): string[] {
  switch (key) {
    case 'type':
      return [...language.step_types, ...language.param_types];
    case 'mode':
      return language.param_modes;
    case 'rule':
    case 'run_strategy':
      return language.keys.RunStrategy?.properties?.rule?.enum ?? [];
    case 'failure_mode':
      return ['FAIL_AFTER_RUNNING', 'FAIL_IMMEDIATELY', 'IGNORE_FAILURE'];
    case 'transition':
    case 'successors':
      return stepsIn(text);
    default:
      return [];
  }
}

/** Keys, values, names of steps in the text, and functions in expressions. */
export function completions(language: Language): CompletionSource {
  const keys = new Map<string, string>();
  for (const schema of Object.values(language.keys)) keysOf(schema, keys);
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const word = context.matchBefore(/[\w.'-]*$/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const value = /^\s*(?:- )?"?([\w]+)"?\s*:\s*(?:\[.*)?[^:]*$/.exec(before);
    const text = context.state.doc.toString();
    if (!value)
      return {
        from: word.from,
        options: [
          ...[...keys].map(([label, detail]) => ({ label, detail: detail.slice(0, 60), type: 'property', apply: `${label}: ` })),
          ...stepsIn(text).map((label) => ({ label, type: 'variable' })),
        ],
      };
    const listed = valuesFor(value[1]!, text, language);
    const functions = language.functions.map(({ signature, text: detail }) => ({
      label: signature.replace(/\(.*$/, ''),
      detail: signature,
      info: detail,
      type: 'function',
    }));
    const options = listed.length > 0 ? listed.map((label) => ({ label, type: 'enum' })) : [...functions, ...stepsIn(text).map((label) => ({ label, type: 'variable' }))];
    return { from: word.from, options };
  };
}
