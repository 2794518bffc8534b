import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Languages, LogOut, Moon, Search, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '~/api/queries';
import { langNow } from '~/lang';
import { LiveBadge } from '~/live/LiveBadge';
import { IconButton, Kbd, Tip } from '~/ui/basics';
import { zoneName } from '~/ui/format';
import { Button as AriaButton } from 'react-aria-components';
import { logOut } from './LogIn';
import { at } from './place';
import { setPrefs, usePrefs, type Theme } from './prefs';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

export function Header({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-raised px-3">
      <Link to="/" className="flex items-center gap-2 text-ink hover:no-underline" aria-label="Maestro">
        <img src={at('/ui/icon.svg')} alt="" width={22} height={22} />
        <span className="text-base font-semibold tracking-tight max-sm:hidden">Maestro</span>
      </Link>
      <div className="flex min-w-0 flex-1 justify-center px-2">
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8 w-full max-w-md items-center gap-2 rounded-md border border-line bg-page px-2.5 text-left text-soft hover:border-field"
        >
          <Search size={15} aria-hidden />
          <span className="flex-1 truncate">{t('palette.open')}</span>
          <span className="flex gap-0.5 max-sm:hidden" aria-hidden>
            <Kbd>{/Mac/.test(navigator.userAgent) ? '⌘' : 'Ctrl'}</Kbd>
            <Kbd>K</Kbd>
          </span>
        </button>
      </div>
      <LiveBadge />
      <ZoneButton />
      <LanguageButton />
      <ThemeButton />
      <Account />
    </header>
  );
}

/** Who one is, and the way out, where there is a log-in. */
function Account() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  if (session.data?.auth !== 'tokens' || !session.data.user) return null;
  return (
    <IconButton label={t('login.out', { user: session.data.user })} onPress={() => void logOut()}>
      <LogOut size={16} />
    </IconButton>
  );
}

function ZoneButton() {
  const { t } = useTranslation();
  const { zone } = usePrefs();
  return (
    <Tip text={`${t('header.zone')}: ${zoneName()} (z)`}>
      <AriaButton
        onPress={() => setPrefs({ zone: zone === 'utc' ? 'browser' : 'utc' })}
        className="h-7 rounded-md px-2 text-xs text-soft max-sm:hidden data-hovered:bg-hover data-hovered:text-ink"
      >
        {zone === 'utc' ? 'UTC' : t('header.local')}
      </AriaButton>
    </Tip>
  );
}

function LanguageButton() {
  const { t, i18n } = useTranslation();
  const now = langNow();
  return (
    <IconButton
      key={i18n.language}
      label={t('header.language')}
      onPress={() => setPrefs({ lang: now === 'zh' ? 'en' : 'zh' })}
    >
      <Languages size={16} />
    </IconButton>
  );
}

function ThemeButton() {
  const { t } = useTranslation();
  const { theme } = usePrefs();
  const Icon = theme === 'dark' ? Moon : theme === 'light' ? Sun : SunMoon;
  return (
    <IconButton label={`${t('header.theme')}: ${t(`theme.${theme}`)}`} onPress={() => setPrefs({ theme: NEXT[theme] })}>
      <Icon size={16} />
    </IconButton>
  );
}
