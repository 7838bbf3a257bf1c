import { expect, it } from 'vitest';
import { judgeVolume } from './judge-volume.js';

const volume = (percent: number) => ({ volumeUsedMb: percent * 20, volumeCapacityMb: 2_000 });

it.each([
  [84.9, false, 'FINE'],
  [85, false, 'NEARLY_FULL'],
  [80, true, 'NEARLY_FULL'],
  [79.9, true, 'FINE'],
])('at %s%% (said before: %s) it is %s', (percent, isAlerted, is) => {
  expect(judgeVolume(volume(percent), isAlerted).is).toBe(is);
});

it('is critical from 95%, and never fuller than full', () => {
  expect(judgeVolume(volume(94.9), false)).toMatchObject({ percent: 94, severity: 'WARNING' });
  expect(judgeVolume(volume(95), false)).toMatchObject({ percent: 95, severity: 'CRITICAL', storageGb: 2 });
  expect(judgeVolume(volume(101), false)).toMatchObject({ percent: 100 });
});

it('says nothing of what was not measured', () => {
  expect(judgeVolume({ volumeUsedMb: null, volumeCapacityMb: 10 }, true).is).toBe('UNKNOWN');
  expect(judgeVolume({ volumeUsedMb: 5, volumeCapacityMb: 0 }, true).is).toBe('UNKNOWN');
});
