import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHead } from '~/ui/PageHead';
import { RunList } from './RunList';

const route = getRouteApi('/runs');

/** Runs of all workflows, newest first. */
export default function Runs() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/runs' });
  return (
    <>
      <PageHead title={t('nav.runs')} document={t('nav.runs')} />
      <RunList
        search={search}
        onSearch={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
      />
    </>
  );
}
