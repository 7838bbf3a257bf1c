import { describe, expect, it } from 'vitest';
import { failedUpgrade, isLive, situationOf } from './situation.js';
import { anInstance, aSubscription } from './subscription.test-fixture.js';

describe('what a state means', () => {
  it.each([
    ['RENEWS', {}],
    ['RENEWS_FREE', { price: 0, nextPrice: 0 }],
    ['STARTING', { instances: [anInstance('PROVISIONING')] }],
    ['RENEWS', { instances: [anInstance('RUNNING')] }],
    ['ENDING', { autoRenew: false }],
    ['ENDING', { autoRenew: false, gracePeriodEnd: '2026-02-12T00:00:00.000Z' }],
    ['GRACE', { gracePeriodEnd: '2026-02-12T00:00:00.000Z' }],
    ['UNPAID', { status: 'SUSPENDED', suspendedBy: 'BILLING' }],
    ['BY_OPERATOR', { status: 'SUSPENDED', suspendedBy: 'ADMINISTRATOR' }],
    ['UPGRADING', { status: 'PENDING_UPGRADE' }],
    ['AWAITING_PAYMENT', { status: 'PENDING_PAYMENT' }],
    ['CANCELLED', { status: 'CANCELLED' }],
    ['EXPIRED', { status: 'EXPIRED' }],
  ] as const)('%s', (situation, but) => {
    expect(
      situationOf(aSubscription({ ...but, instances: 'instances' in but ? [...but.instances] : [] })),
    ).toBe(situation);
  });

  it('lives until it is cancelled or expired', () => {
    expect(isLive({ status: 'SUSPENDED' })).toBe(true);
    expect(isLive({ status: 'CANCELLED' })).toBe(false);
    expect(isLive({ status: 'EXPIRED' })).toBe(false);
  });
});

describe('a failed upgrade', () => {
  const begun = { from: 'ACTIVE', to: 'PENDING_UPGRADE', reason: null };

  it('is the last thing that happened, and was undone for a reason', () => {
    const undone = { from: 'PENDING_UPGRADE', to: 'ACTIVE', reason: 'UNSCHEDULABLE' };
    expect(failedUpgrade([begun, undone])).toEqual({ code: 'UNSCHEDULABLE' });
    expect(failedUpgrade([begun, undone, begun])).toBeNull();
  });

  it('is not one that went through, nor none at all', () => {
    expect(failedUpgrade([begun, { from: 'PENDING_UPGRADE', to: 'ACTIVE', reason: 'UPGRADED' }])).toBeNull();
    expect(failedUpgrade([])).toBeNull();
  });
});
