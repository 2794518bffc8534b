import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '~/ui/states';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<Compass size={32} />} title={t('error.noPage')}>
      <p>{t('error.noPageHint')}</p>
      <p className="mt-3">
        <Link to="/workflows">{t('nav.workflows')}</Link>
      </p>
    </EmptyState>
  );
}
