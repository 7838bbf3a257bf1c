import type { PlanView } from '@minispod/contracts/catalog';
import { useTranslation } from 'react-i18next';
import { formatStorage } from '../../format/size.js';
import { useFormat } from '../../format/use-format.js';

/** What a plan gives, as label and value. */
export function usePlanSizes(): (plan: PlanView) => [label: string, value: string][] {
  const { t } = useTranslation();
  const format = useFormat();
  return (plan) => {
    const sizes: [string, string][] = [
      [t('catalog.processor'), format.cpu(plan.cpuMilli)],
      [t('catalog.memory'), format.memory(plan.memoryMb)],
      [t('catalog.storage'), formatStorage(plan.storageGb)],
    ];
    return sizes;
  };
}
