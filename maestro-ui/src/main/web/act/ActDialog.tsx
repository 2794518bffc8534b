import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '~/api/client';
import { queryClient } from '~/api/queries';
import { Button, CopyButton } from '~/ui/basics';
import { Dialog, DialogBody, DialogFoot } from '~/ui/Dialog';
import { TextField } from '~/ui/fields';
import { toast } from '~/ui/toast';
import { carryOut, cliOf, curlOf, newKey, type Command } from './command';

interface Props<T> {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** None while what was typed cannot be sent. */
  command: Command | undefined;
  confirm: string;
  children?: ReactNode;
  danger?: boolean;
  /** Must be typed first. */
  word?: string;
  wide?: boolean;
  done: (answer: T) => ReactNode;
  /** The server knows Idempotency-Key here. */
  keyed?: boolean;
  onRefused?: (error: unknown) => void;
}

/** What is about to happen, the same as CLI line and curl, and the button that does it once however often it is pressed. */
export function ActDialog<T>(props: Props<T>) {
  return (
    <Dialog title={props.title} isOpen={props.isOpen} onClose={props.onClose} wide={props.wide}>
      <ActBody {...props} />
    </Dialog>
  );
}

function ActBody<T>({ command, confirm, children, danger, word, onClose, done, keyed, onRefused }: Props<T>) {
  const { t } = useTranslation();
  const [key] = useState(newKey);
  const [typed, setTyped] = useState('');
  const sent = useRef(false);
  const act = useMutation({
    mutationFn: (what: Command) => carryOut<T>(what, keyed ? key : undefined),
    onError: (error) => {
      sent.current = false;
      onRefused?.(error);
    },
    onSuccess: (answer) => {
      toast(done(answer));
      onClose();
      void queryClient.invalidateQueries();
    },
  });
  const ready = command !== undefined && (word === undefined || typed === word);
  function go() {
    if (command === undefined || !ready || sent.current) return;
    sent.current = true; // a second press comes before the page is drawn anew
    act.mutate(command);
  }
  return (
    // Ctrl or ⌘ and Enter confirm from anywhere in the dialog
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className="flex min-h-0 flex-col"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go();
      }}
    >
      <DialogBody>
        {children}
        {word === undefined ? null : (
          <div className="mt-3">
            <TextField label={t('act.typeWord', { word })} value={typed} onChange={setTyped} autoFocus />
          </div>
        )}
        {act.isError ? <Refusal error={act.error} /> : null}
      </DialogBody>
      <DialogFoot>
        {command === undefined ? null : (
          <span className="mr-auto flex gap-2">
            <CopyButton label={t('act.copyCli')} text={() => cliOf(command)} />
            <CopyButton label="curl" text={() => curlOf(command)} />
          </span>
        )}
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button
          kind={danger ? 'danger' : 'primary'}
          onPress={go}
          why={ready ? undefined : t(command === undefined ? 'act.notReady' : 'act.typeFirst')}
          isPending={act.isPending}
          shortcut="Ctrl ⏎"
        >
          {act.isPending ? t('act.working') : confirm}
        </Button>
      </DialogFoot>
    </div>
  );
}

/** Why the server refused, in its words. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const api = error instanceof ApiError ? error : undefined;
  return (
    <div role="alert" data-st="failed" className="mt-3 rounded-md bg-st-tint px-3 py-2 text-st-text">
      <p className="font-medium">{t(api?.status === 408 ? 'act.notConfirmed' : 'act.refused')}</p>
      <p lang="en" className="break-words">
        {error instanceof Error ? error.message : String(error)}
      </p>
      {api?.errors.map((line) => (
        <p key={line} lang="en" className="break-words">
          {line}
        </p>
      ))}
    </div>
  );
}
