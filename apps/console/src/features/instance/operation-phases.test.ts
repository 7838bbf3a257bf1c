import { describe, expect, it } from 'vitest';
import { isPhase, outcomeOf, phasesShown } from './operation-phases.js';

describe('the phases of an operation', () => {
  it('leave out stopping and starting when the app goes on running', () => {
    expect(phasesShown('BACKUP', 'copy', true)).toEqual(['copy']);
    expect(phasesShown('BACKUP', 'copy', false)).toEqual(['stop', 'copy', 'start']);
    expect(phasesShown('UPDATE', 'apply', true)).toEqual(['copy', 'apply', 'verify']);
  });

  it('speak of going back only when that happens', () => {
    expect(phasesShown('RESTORE', 'load', false)).not.toContain('rollback');
    expect(phasesShown('RESTORE', 'rollback', false).at(-1)).toBe('rollback');
  });

  it('of a newer server are recognised as unknown', () => {
    expect(isPhase('verify')).toBe(true);
    expect(isPhase('dance')).toBe(false);
  });
});

describe('how an operation ended', () => {
  const update = { kind: 'UPDATE', createdAt: '2026-01-05T10:00:00.000Z' } as const;

  it('is the newest end of its kind since it began', () => {
    const events = [
      { at: '2026-01-05T10:05:00.000Z', code: 'UPDATE_ROLLED_BACK' },
      { at: '2026-01-05T10:01:00.000Z', code: 'BACKUP_MADE' },
      { at: '2026-01-04T10:00:00.000Z', code: 'UPDATED' },
    ];
    expect(outcomeOf(update, events)).toEqual({ kind: 'UPDATE_ROLLED_BACK', isGood: false });
  });

  it('is not told by what was before it', () => {
    expect(outcomeOf(update, [{ at: '2026-01-04T10:00:00.000Z', code: 'UPDATED' }])).toBeUndefined();
  });
});
