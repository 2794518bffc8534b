import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import {
  BookOpen,
  CalendarClock,
  CircleHelp,
  Home,
  ListTree,
  PanelLeftClose,
  PanelLeftOpen,
  Play,
  Radio,
  Server,
  Settings,
  Ticket,
  type LucideIcon,
} from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '~/api/queries';
import { IconButton } from '~/ui/basics';
import { PaneBoundary } from '~/ui/states';
import { Toasts } from '~/ui/toast';
import { Header } from './Header';
import { LogIn } from './LogIn';
import { useKeys } from './keys';
import { at } from './place';
import { prefs, setPrefs, usePrefs } from './prefs';

const PLACES = [
  { to: '/', key: 'home', icon: Home, exact: true, feature: 'summary' },
  { to: '/workflows', key: 'workflows', icon: ListTree, exact: false, feature: '' },
  { to: '/runs', key: 'runs', icon: Play, exact: false, feature: '' },
  { to: '/schedules', key: 'schedules', icon: CalendarClock, exact: false, feature: 'schedules' },
  { to: '/signals', key: 'signals', icon: Radio, exact: false, feature: 'signals' },
  { to: '/permits', key: 'permits', icon: Ticket, exact: false, feature: 'permits' },
  { to: '/cluster', key: 'cluster', icon: Server, exact: false, feature: '' },
] as const satisfies { to: string; key: string; icon: LucideIcon; exact: boolean; feature: string }[];

const Palette = lazy(() => import('./Palette'));
const HelpDialog = lazy(() => import('./HelpDialog'));

const ITEM =
  'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-soft no-underline hover:bg-hover hover:text-ink hover:no-underline';

function RailItem({ place, folded }: { place: (typeof PLACES)[number]; folded: boolean }) {
  const { t } = useTranslation();
  const name = t(`nav.${place.key}`);
  const Icon = place.icon;
  return (
    <Link
      to={place.to}
      activeOptions={{ exact: place.exact, includeSearch: false }}
      className={ITEM}
      activeProps={{ className: 'bg-selected! text-link! font-semibold' }}
      title={folded ? name : undefined}
    >
      <Icon size={17} aria-hidden className="shrink-0" />
      <span className={folded ? 'sr-only' : 'truncate'}>{name}</span>
    </Link>
  );
}

function Rail({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const folded = usePrefs().railFolded;
  return (
    <nav
      aria-label={t('nav.label')}
      className={`hidden shrink-0 flex-col gap-0.5 border-r border-line bg-raised p-2 md:flex ${folded ? 'w-[53px]' : 'w-44'}`}
    >
      <Places folded={folded} />
      <div className="flex-1" />
      <a href={at('/api/docs')} className={ITEM} title={folded ? t('nav.api') : undefined}>
        <BookOpen size={17} aria-hidden className="shrink-0" />
        <span className={folded ? 'sr-only' : ''}>{t('nav.api')}</span>
      </a>
      <button type="button" onClick={onHelp} className={ITEM} title={folded ? t('nav.help') : undefined}>
        <CircleHelp size={17} aria-hidden className="shrink-0" />
        <span className={folded ? 'sr-only' : ''}>{t('nav.help')}</span>
      </button>
      <Link
        to="/settings"
        className={ITEM}
        activeProps={{ className: 'bg-selected! text-link! font-semibold' }}
        title={folded ? t('nav.settings') : undefined}
      >
        <Settings size={17} aria-hidden className="shrink-0" />
        <span className={folded ? 'sr-only' : ''}>{t('nav.settings')}</span>
      </Link>
      <div className="mt-1 border-t border-line pt-1">
        <IconButton
          label={folded ? t('nav.unfold') : t('nav.fold')}
          onPress={() => setPrefs({ railFolded: !folded })}
          className="ml-1"
        >
          {folded ? <PanelLeftOpen size={16} /> : <PanelLeftClose size={16} />}
        </IconButton>
      </div>
    </nav>
  );
}

function Places({ folded }: { folded: boolean }) {
  const session = useQuery(sessionQuery);
  const features = session.data?.features ?? {};
  return PLACES.filter((place) => place.feature === '' || features[place.feature]).map((place) => (
    <RailItem key={place.key} place={place} folded={folded} />
  ));
}

/** What has room there; the search leads to the rest. */
const NARROW = new Set<string>(['home', 'workflows', 'runs', 'schedules']);

/** On narrow windows the rail is a bar at the bottom. */
function BottomBar() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const features = session.data?.features ?? {};
  const places = PLACES.filter((place) => NARROW.has(place.key) && (place.feature === '' || features[place.feature]));
  return (
    <nav aria-label={t('nav.label')} className="flex shrink-0 border-t border-line bg-raised md:hidden">
      {[...places, { to: '/settings', key: 'settings', icon: Settings, exact: false } as const].map((place) => (
        <Link
          key={place.key}
          to={place.to}
          activeOptions={{ exact: place.exact, includeSearch: false }}
          className="flex min-w-0 flex-1 flex-col items-center gap-0.5 px-1 py-1.5 text-[11px] leading-4 text-soft hover:no-underline"
          activeProps={{ className: 'text-link! font-semibold' }}
        >
          <place.icon size={18} aria-hidden />
          <span className="max-w-full truncate">{t(`nav.${place.key}`)}</span>
        </Link>
      ))}
    </nav>
  );
}

/** Ctrl or ⌘ and K act wherever the focus is. */
function useJumpKey(open: () => void) {
  useEffect(() => {
    function down(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      open();
    }
    document.addEventListener('keydown', down);
    return () => document.removeEventListener('keydown', down);
  }, [open]);
}

/** What stands around every page: rail, header, palette, help and messages. */
export function Shell() {
  const session = useQuery(sessionQuery);
  const stranger = session.data?.auth === 'tokens' && !session.data.user;
  return stranger ? <LogIn /> : <Frame />;
}

function Frame() {
  const { t } = useTranslation();
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useJumpKey(() => setPalette(true));
  useKeys({
    '?': () => setHelp(true),
    'g h': () => void navigate({ to: '/' }),
    'g w': () => void navigate({ to: '/workflows' }),
    'g r': () => void navigate({ to: '/runs' }),
    'g s': () => void navigate({ to: '/schedules' }),
    'g n': () => void navigate({ to: '/signals' }),
    'g p': () => void navigate({ to: '/permits' }),
    'g c': () => void navigate({ to: '/cluster' }),
    z: () => setPrefs({ zone: prefs().zone === 'utc' ? 'browser' : 'utc' }),
  });
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-page focus:p-2"
      >
        {t('nav.skip')}
      </a>
      <Header onSearch={() => setPalette(true)} />
      <div className="flex min-h-0 flex-1">
        <Rail onHelp={() => setHelp(true)} />
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <PaneBoundary key={path}>
            <Outlet />
          </PaneBoundary>
        </main>
      </div>
      <BottomBar />
      <Suspense>
        {palette ? <Palette isOpen onOpenChange={setPalette} /> : null}
        {help ? <HelpDialog isOpen onClose={() => setHelp(false)} /> : null}
      </Suspense>
      <Toasts />
    </div>
  );
}
