import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { onPrefs, prefs } from '~/app/prefs';
import en from './en.json';

export type Lang = 'en' | 'zh';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** What was chosen, else what the browser prefers. */
export function langNow(): Lang {
  const chosen = prefs().lang;
  if (chosen !== '') return chosen;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
}

export function locale(): string {
  return langNow() === 'zh' ? 'zh-Hans-CN' : 'en';
}

async function show(lang: Lang): Promise<void> {
  if (lang === 'zh' && !i18next.hasResourceBundle('zh', 'translation')) {
    const zh = await import('./zh.json');
    i18next.addResourceBundle('zh', 'translation', zh.default);
  }
  await i18next.changeLanguage(lang);
  document.documentElement.lang = lang === 'zh' ? 'zh-Hans' : 'en';
}

/** Loads the texts; resolves when the page can be shown. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await show(langNow());
  let shown = langNow();
  onPrefs(() => {
    if (langNow() === shown) return;
    shown = langNow();
    void show(shown);
  });
}

export const t = i18next.t.bind(i18next);
