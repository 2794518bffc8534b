import { unifiedMergeView } from '@codemirror/merge';
import { useTranslation } from 'react-i18next';
import { CodeEditor, type Language } from './CodeEditor';

/** A text with what differs from another one, in place; nothing can be written. */
export default function DiffEditor({ language, text, against }: { language: Language; text: string; against: string }) {
  const { t } = useTranslation();
  return (
    <CodeEditor
      key={text}
      label={t('editor.view.diff')}
      language={language}
      text={text}
      version={0}
      more={unifiedMergeView({ original: against, mergeControls: false })}
      readOnly
    />
  );
}
