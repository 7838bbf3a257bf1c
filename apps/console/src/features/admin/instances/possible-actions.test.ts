import { describe, expect, it } from 'vitest';
import { possibleActions } from './possible-actions.js';

describe('what an operator may do', () => {
  it.each([
    ['RUNNING', false, null, ['restart', 'lock', 'terminate']],
    ['MAINTENANCE', true, null, ['unlock', 'terminate']],
    ['ERROR', false, null, ['retry', 'lock', 'terminate']],
    ['STOPPED', false, '2026-01-12T00:00:00.000Z', ['lock']],
    ['TERMINATED', false, null, []],
  ] as const)('to one that is %s', (status, isLocked, deletionDueAt, actions) => {
    expect(possibleActions({ status, isLocked, deletionDueAt })).toEqual(actions);
  });
});
