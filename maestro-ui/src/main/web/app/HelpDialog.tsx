import { useTranslation } from 'react-i18next';
import { Kbd } from '~/ui/basics';
import { Dialog, DialogBody } from '~/ui/Dialog';

const KEYS = {
  anywhere: [
    ['Ctrl K', 'jump'],
    ['/', 'filter'],
    ['g h', 'goHome'],
    ['g w', 'goWorkflows'],
    ['g r', 'goRuns'],
    ['g s', 'goSchedules'],
    ['g n', 'goSignals'],
    ['g p', 'goPermits'],
    ['g c', 'goCluster'],
    ['p', 'pause'],
    ['z', 'zone'],
    ['?', 'help'],
    ['Esc', 'close'],
  ],
  lists: [
    ['j k', 'move'],
    ['Enter', 'open'],
    ['o', 'openTab'],
    ['n', 'showNew'],
  ],
  run: [
    ['1 … 6', 'views'],
    ['f F', 'failedSteps'],
    ['l', 'logs'],
    ['w', 'why'],
    ['v', 'values'],
    ['r', 'restart'],
    ['s', 'stop'],
    ['[ ]', 'neighbours'],
    ['c', 'compare'],
  ],
  grid: [
    ['← ↑ → ↓', 'moveCell'],
    ['f F', 'failedCells'],
    ['Ctrl ←', 'otherStatus'],
    ['Enter', 'inspect'],
    ['+ -', 'zoom'],
    ['t', 'asTable'],
  ],
  logs: [
    ['/', 'searchLog'],
    ['n N', 'hits'],
    ['Home End', 'ends'],
    ['e E', 'errorLines'],
    ['b', 'wrap'],
    ['y', 'copyLine'],
  ],
} as const;

/** All keys, by place. */
export default function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('help.title')} isOpen={isOpen} onClose={onClose} wide>
      <DialogBody>
        <p className="mb-4 text-soft">{t('help.letters')}</p>
        <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {(Object.keys(KEYS) as (keyof typeof KEYS)[]).map((place) => (
            <section key={place}>
              <h2 className="mb-1.5 font-semibold">{t(`help.place.${place}`)}</h2>
              <dl>
                {KEYS[place].map(([keys, what]) => (
                  <div key={keys} className="flex items-center gap-3 border-b border-line py-1">
                    <dt className="flex w-24 shrink-0 gap-1">
                      {keys.split(' ').map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dt>
                    <dd className="text-soft">{t(`help.what.${what}`)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogBody>
    </Dialog>
  );
}
