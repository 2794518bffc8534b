import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dropDraft, readDraft, type Draft } from './draft';
import { Editor } from './Editor';
import { TEMPLATES, type TemplateName } from './templates';

const NAME = '(new)';

/** A new workflow, from one of a few templates that run as they are. */
export default function NewPage() {
  const { t } = useTranslation();
  const [kept, setKept] = useState(() => readDraft(NAME));
  const [template, setTemplate] = useState<TemplateName>('hello');
  const base: Draft = { text: TEMPLATES[template], media: 'application/yaml', savedAt: 0 };
  return (
    <Editor
      key={`${template} ${kept === undefined}`}
      name={NAME}
      base={base}
      draft={kept}
      onDropDraft={() => {
        dropDraft(NAME);
        setKept(undefined);
      }}
      title={t('editor.new')}
      templates={{
        chosen: template,
        choose: (next) => {
          dropDraft(NAME);
          setKept(undefined);
          setTemplate(next);
        },
      }}
    />
  );
}
