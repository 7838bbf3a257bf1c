import { expect, test } from 'vitest';
import { PROCEDURES } from './testing/procedures.js';

/** Sent twice they do no more than once, whatever comes between: each says what is to be, and makes nothing new. */
const SAME_AGAIN = [
  // What is so already stays so.
  'admin.clock.advance',
  'admin.fleet.withdraw',
  'admin.gateways.setRoute',
  'admin.instances.lock',
  'admin.instances.unlock',
  'admin.instances.terminate',
  'admin.subscriptions.suspend',
  'admin.subscriptions.resume',
  'auth.updateProfile',
  'instances.deleteBackup',
  'instances.recover',
  'instances.removeDomain',
  'instances.start',
  'instances.setMainDomain',
  'instances.stop',
  'notifications.markAllRead',
  'notifications.markRead',
  'notifications.setPreference',
  'waitlist.join',
  'waitlist.leave',
  // One request is approved or refused once: its status says so.
  'admin.approvals.approve',
  'admin.approvals.refuse',
  // One payment is credited, refused or ended once: its own row and the ledger's key say so.
  'admin.payments.approve',
  'admin.payments.clearFlag',
  'admin.payments.decide',
  'admin.payments.recheck',
  'admin.payments.reject',
  'wallet.cancelTopUp',
  'wallet.checkTopUp',
  // Asks somebody to look, or to do now what is due anyway.
  'admin.billing.run',
  'admin.instances.restart',
  'admin.instances.retry',
  'instances.checkDomain',
  'instances.moveDomain',
  'instances.restart',
  'instances.retry',
  'invoices.send',
  // Sessions: an address registers once, and tokens are single use.
  'auth.login',
  'auth.logout',
  'auth.refresh',
  'auth.register',
];

test('everything that spends or creates takes a request id; what does not is named here', () => {
  const without = PROCEDURES.filter(
    ({ type, fields }) => type === 'mutation' && !fields.includes('requestId'),
  );
  expect(without.map(({ path }) => path).sort()).toEqual([...SAME_AGAIN].sort());
});
