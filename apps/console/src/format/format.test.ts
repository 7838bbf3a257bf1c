import { formatRupiah } from '@minispod/contracts/rupiah';
import { describe, expect, it } from 'vitest';
import { formatSigned, movement } from './money.js';
import { formatBytes, formatCpu, formatMemory } from './size.js';
import {
  formatAgo,
  formatClock,
  formatCountdown,
  formatDate,
  formatDateTime,
  formatDuration,
} from './time.js';

describe('money', () => {
  it('is written as Indonesia writes it', () => {
    expect(formatRupiah(50_000)).toBe('Rp50.000');
    expect(formatRupiah(0)).toBe('Rp0');
    expect(formatRupiah(1_250_000_000)).toBe('Rp1.250.000.000');
  });

  it('shows which way a movement goes', () => {
    expect(formatSigned(50_000)).toBe('+Rp50.000');
    expect(formatSigned(-50_000)).toBe('−Rp50.000');
    expect(formatSigned(0)).toBe('Rp0');
    expect(movement({ amount: 50_000, direction: 'IN' })).toBe(50_000);
    expect(movement({ amount: 50_000, direction: 'OUT' })).toBe(-50_000);
  });
});

describe('times', () => {
  it('are Jakarta times: 17:30 UTC is already the next day there', () => {
    expect(formatDate('2026-02-11T17:30:00.000Z', 'en')).toBe('12 Feb 2026');
    expect(formatDateTime('2026-02-11T17:30:00.000Z', 'id')).toBe('12 Feb 2026, 00.30 WIB');
    expect(formatDateTime('2026-02-11T17:30:00.000Z', 'en')).toBe('12 Feb 2026, 00:30 WIB');
    expect(formatClock('2026-02-11T17:30:05.000Z', 'id')).toBe('00.30.05 WIB');
  });

  it('durations name their two largest units', () => {
    expect(formatDuration(45_900, 'en')).toBe('45 s');
    expect(formatDuration(80_000, 'id')).toBe('1 mnt 20 dtk');
    expect(formatDuration(2 * 3_600_000 + 5 * 60_000, 'en')).toBe('2 h 5 min');
    expect(formatDuration(51 * 3_600_000, 'id')).toBe('2 hr 3 j');
    expect(formatDuration(-5, 'en')).toBe('0 s');
  });

  it('a countdown ends at zero and never goes below', () => {
    expect(formatCountdown(15 * 60_000)).toBe('15:00');
    expect(formatCountdown(59_001)).toBe('01:00');
    expect(formatCountdown(-1)).toBe('00:00');
    expect(formatCountdown(24 * 3_600_000)).toBe('24:00:00');
  });

  it('says how long ago in words', () => {
    const now = Date.parse('2026-02-11T10:00:00.000Z');
    expect(formatAgo('2026-02-11T09:57:00.000Z', now, 'en')).toBe('3 minutes ago');
    expect(formatAgo('2026-02-10T09:57:00.000Z', now, 'id')).toBe('kemarin');
  });
});

describe('sizes', () => {
  it('use the decimal sign of the language', () => {
    expect(formatCpu(500, 'en')).toBe('0.5 vCPU');
    expect(formatCpu(500, 'id')).toBe('0,5 vCPU');
    expect(formatBytes(812_345, 'en')).toBe('812 kB');
    expect(formatBytes(1_440_000_000, 'id')).toBe('1,4 GB');
    expect(formatBytes(0, 'en')).toBe('0 B');
    expect(formatMemory(512, 'en')).toBe('512 MB');
    expect(formatMemory(1536, 'id')).toBe('1,5 GB');
  });
});
