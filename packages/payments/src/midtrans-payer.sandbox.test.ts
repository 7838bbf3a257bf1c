import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPayment } from './gateway-access.test-fixture.js';
import { CHANNELS } from './midtrans/channels.js';
import { type MidtransAtHand, startMidtrans } from './sandboxes.test-fixture.js';

let midtrans: MidtransAtHand;
beforeAll(async () => {
  midtrans = await startMidtrans();
});
afterAll(() => midtrans.close());

const click = (url: string, verb: string, form: Record<string, string> = {}) =>
  fetch(`${url}/${verb}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

test.each(CHANNELS.filter(({ method }) => method !== 'CREDIT_CARD').map((one) => [one.name, one] as const))(
  '%s is paid where it is shown',
  async (_, { method, bank, wallet, code, charge }) => {
    const payment = aPayment({ method, bank, wallet });
    const created = await midtrans.gateway().create(payment);
    const page = charge
      ? `${midtrans.sandboxUrl}/simulator/${payment.paymentId}`
      : (created.redirectUrl ?? '');
    if (!charge) await click(page, 'choose', { method: code });
    await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
    await click(page, 'pay');
    await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({
      state: 'PAID',
      grossAmount: payment.amount,
    });
    const [pending, paid] = await midtrans.told(payment.paymentId, 2);
    expect(pending?.rawBody.toString()).toMatch(/"transaction_status":"pending"/i);
    expect(paid && midtrans.gateway().readNotification(paid)).toMatchObject({
      paymentId: payment.paymentId,
      rawStatus: 'settlement',
    });
  },
);

test.each([
  ['4811111111111114', true, 'PAID'],
  ['4911111111111113', true, 'DENIED'],
  ['4411111111111118', false, 'PAID'],
  ['4611111111111116', false, 'DENIED'],
  ['4711111111111115', false, 'DENIED'],
  ['4511111111111117', false, 'CHALLENGE'],
  ['5211111111111117', true, 'PAID'],
  ['5111111111111118', true, 'DENIED'],
  ['4024007176265022', false, 'PENDING'],
])('card %s (password asked: %s) ends %s', async (number, asksPassword, state) => {
  const payment = aPayment({ method: 'CREDIT_CARD' });
  const { redirectUrl = '' } = await midtrans.gateway().create(payment);
  await click(redirectUrl, 'card', { number, expiry: '12/39', cvv: '123' });
  if (asksPassword) {
    await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
    expect((await click(redirectUrl, 'otp', { otp: '000000' })).status).toBe(422);
    await click(redirectUrl, 'otp', { otp: '112233' });
  }
  await expect(midtrans.gateway().status(payment)).resolves.toMatchObject({ state });
});
