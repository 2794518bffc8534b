import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, askFor, get } from '~/api/client';
import { queryClient, sessionQuery } from '~/api/queries';
import type { Session } from '~/api/types';
import { Button } from '~/ui/basics';
import { at } from './place';

/** Ends the session of this browser. */
export async function logOut(): Promise<void> {
  await askFor('/auth/session', { method: 'DELETE' });
  await begun();
}

/** Nothing that somebody else saw is kept. */
async function begun(): Promise<void> {
  queryClient.setQueryData(sessionQuery.queryKey, await get<Session>('/api/v3/session'));
  await queryClient.resetQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
}

/** Asks for a token; the server answers with a cookie, and the token is forgotten here. */
export function LogIn() {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);

  async function begin(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setRefusal('');
    try {
      await askFor('/auth/session', {
        method: 'POST',
        body: {},
        headers: { Authorization: `Bearer ${token.trim()}` },
      });
      setToken('');
      await begun();
    } catch (error) {
      setRefusal(error instanceof ApiError ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main className="flex h-full items-center justify-center p-4">
      <form onSubmit={(event) => void begin(event)} className="flex w-full max-w-sm flex-col gap-4">
        <h1 className="flex items-center gap-2 text-lg font-semibold">
          <img src={at('/ui/icon.svg')} alt="" width={26} height={26} />
          {t('login.title')}
        </h1>
        <label className="flex flex-col gap-1">
          <span className="text-soft">{t('login.token')}</span>
          <input
            type="password"
            name="token"
            autoComplete="off"
            autoFocus
            required
            value={token}
            onChange={(event) => setToken(event.target.value)}
            aria-describedby="login-hint"
            className="h-8 rounded-md border border-field bg-page px-2.5 font-mono"
          />
        </label>
        {refusal !== '' && (
          <p role="alert" className="text-danger">
            {refusal}
          </p>
        )}
        <Button type="submit" kind="primary" isPending={busy}>
          {t('login.begin')}
        </Button>
        <p id="login-hint" className="text-soft">
          {t('login.hint')}
        </p>
      </form>
    </main>
  );
}
