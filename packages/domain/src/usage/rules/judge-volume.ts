/** Percent. Between `OVER` and `NEARLY` an alert neither begins nor ends, so that it does not come and go. */
const OVER = 80;
const NEARLY = 85;
const CRITICAL = 95;

export type VolumeVerdict =
  | { is: 'UNKNOWN' }
  | { is: 'FINE' }
  | { is: 'NEARLY_FULL'; percent: number; storageGb: number; severity: 'WARNING' | 'CRITICAL' };

/** How full a volume is; sizes in MiB. `isAlerted`: it was said to be nearly full. */
export function judgeVolume(
  { volumeUsedMb, volumeCapacityMb }: { volumeUsedMb: number | null; volumeCapacityMb: number | null },
  isAlerted: boolean,
): VolumeVerdict {
  if (volumeUsedMb === null || !volumeCapacityMb) return { is: 'UNKNOWN' };
  const share = (volumeUsedMb / volumeCapacityMb) * 100;
  if (share < (isAlerted ? OVER : NEARLY)) return { is: 'FINE' };
  return {
    is: 'NEARLY_FULL',
    percent: Math.min(100, Math.floor(share)),
    storageGb: Math.round(volumeCapacityMb / 1_024),
    severity: share >= CRITICAL ? 'CRITICAL' : 'WARNING',
  };
}
