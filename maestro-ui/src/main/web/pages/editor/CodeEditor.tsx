import { autocompletion, closeBrackets, completionKeymap, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { highlighting, look } from './look';

export type Language = 'yaml' | 'json';

interface Props {
  label: string;
  language: Language;
  /** The text at first; later ones replace what is there when {@code version} changes. */
  text: string;
  version: number;
  onChange?: (text: string) => void;
  diagnostics?: (view: EditorState) => Diagnostic[];
  complete?: CompletionSource;
  /** What else it can do; made anew with {@code version}. */
  more?: Extension;
  onCursor?: (line: number, column: number) => void;
  /** Told of the editor that is shown, and of none when it goes. */
  onView?: (view: EditorView | null) => void;
  readOnly?: boolean;
}

function nonce(): string {
  return document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? '';
}

function parts({ label, language, more, complete, readOnly }: Props): Extension[] {
  return [
    EditorView.cspNonce.of(nonce()),
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    syntaxHighlighting(highlighting),
    look,
    language === 'yaml' ? yaml() : json(),
    keymap.of([...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorState.readOnly.of(readOnly === true),
    ...(complete ? [autocompletion({ override: [complete] })] : []),
    ...(more === undefined ? [] : [more]),
  ];
}

/** A text as code: what is wrong is marked while somebody types, names are completed, differences are shown in place. */
export function CodeEditor(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const { diagnostics } = props;
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const editor = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: latest.current.text,
        extensions: [
          parts(latest.current),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
            if (!update.selectionSet && !update.docChanged) return;
            const at = update.state.selection.main.head;
            const line = update.state.doc.lineAt(at);
            latest.current.onCursor?.(line.number, at - line.from + 1);
          }),
        ],
      }),
    });
    editor.scrollDOM.tabIndex = 0; // a region that scrolls takes the keyboard
    view.current = editor;
    latest.current.onView?.(editor);
    return () => {
      editor.destroy();
      view.current = null;
      latest.current.onView?.(null);
    };
    // a new version is another text: the editor begins anew
  }, [props.version, props.language, props.readOnly]);
  useEffect(() => {
    const editor = view.current;
    if (editor && diagnostics) editor.dispatch(setDiagnostics(editor.state, diagnostics(editor.state)));
  }, [diagnostics]);
  return <div ref={box} className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden text-xs" />;
}
