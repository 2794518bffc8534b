import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setPrefs, usePrefs, type Theme, type Zone } from '~/app/prefs';
import { langNow, type Lang } from '~/lang';
import { Checkbox, Select, TextField } from '~/ui/fields';
import { PageHead } from '~/ui/PageHead';

/** What somebody prefers; kept in this browser. */
export default function Settings() {
  const { t } = useTranslation();
  const now = usePrefs();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <PageHead title={t('nav.settings')} document={t('nav.settings')} />
      <div className="max-w-2xl px-4 pb-10">
        <p className="mb-4 text-soft">{t('settings.kept')}</p>
        <Row title={t('settings.user')} hint={t('settings.userHint')}>
          <TextField label={t('settings.user')} hideLabel value={now.user} onChange={(user) => setPrefs({ user })} placeholder="web" />
        </Row>
        <Row title={t('header.language')}>
          <Select<Lang>
            compact
            label={t('settings.value')}
            value={langNow()}
            onChange={(lang) => setPrefs({ lang })}
            choices={[
              { id: 'en', text: 'English' },
              { id: 'zh', text: '简体中文' },
            ]}
          />
        </Row>
        <Row title={t('header.theme')}>
          <Select<Theme>
            compact
            label={t('settings.value')}
            value={now.theme}
            onChange={(theme) => setPrefs({ theme })}
            choices={(['system', 'light', 'dark'] as const).map((id) => ({ id, text: t(`theme.${id}`) }))}
          />
        </Row>
        <Row title={t('header.zone')}>
          <Select<Zone>
            compact
            label={t('settings.value')}
            value={now.zone}
            onChange={(zone) => setPrefs({ zone })}
            choices={[
              { id: 'browser', text: `${t('header.local')} (${Intl.DateTimeFormat().resolvedOptions().timeZone})` },
              { id: 'utc', text: 'UTC' },
            ]}
          />
        </Row>
        <Row title={t('settings.density')}>
          <Select
            compact
            label={t('settings.value')}
            value={now.density}
            onChange={(density) => setPrefs({ density })}
            choices={(['comfortable', 'compact'] as const).map((id) => ({ id, text: t(`settings.${id}`) }))}
          />
        </Row>
        <Row title={t('settings.keys')} hint={t('settings.keysHint')}>
          <Checkbox label={t('settings.letters')} isSelected={now.letters} onChange={(letters) => setPrefs({ letters })} />
        </Row>
      </div>
    </div>
  );
}

function Row({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid items-start gap-x-6 gap-y-2 border-t border-line py-3.5 sm:grid-cols-[1fr_16rem]">
      <div>
        <h2 className="font-medium">{title}</h2>
        {hint ? <p className="text-xs text-soft">{hint}</p> : null}
      </div>
      <div>{children}</div>
    </section>
  );
}
