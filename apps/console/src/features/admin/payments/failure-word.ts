import { useTranslation } from 'react-i18next';

/** Why a top-up was not paid, in words; a code of a newer server stands for itself. */
export function useFailureWord(): (code: string) => string {
  const { t } = useTranslation();
  const words: Record<string, string> = t('payments.failure', { returnObjects: true });
  return (code) => words[code] ?? code;
}
