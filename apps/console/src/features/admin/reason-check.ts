import { useTranslation } from 'react-i18next';

/** The mistake in a reason; null when it will do. */
export function useReasonCheck(): (reason: string) => string | null {
  const { t } = useTranslation();
  return (reason) => (reason.trim().length < 3 ? t('admin.reasonMissing') : null);
}
