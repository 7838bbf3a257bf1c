import type { GatewayState } from '@minispod/domain/ports/payment-gateway';
import { GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { aPayment, type Control, type GatewayAccess, type Told } from './gateway-access.test-fixture.js';

/** What a gateway keeps to when payers, banks and networks do this or that: with a sandbox of ours alone. */
export function paymentOutcomesContract(access: GatewayAccess, control: () => Control): void {
  describe('what was decided', () => outcomeContract(access, control, access.outcomes ?? {}));
  describe('a notification', () => notificationContract(access, control));
  describe('a gateway that misbehaves', () => faultContract(access, control));
}

function outcomeContract(
  access: GatewayAccess,
  control: () => Control,
  outcomes: Readonly<Record<string, GatewayState>>,
): void {
  test.each(Object.entries(outcomes))(
    '%s is %s, and is told with a good signature',
    async (outcome, state) => {
      const payment = aPayment();
      await access.gateway().create(payment);
      await control().ask(`transactions/${payment.paymentId}`, { outcome });
      await expect(access.gateway().status(payment)).resolves.toMatchObject({ state });
      const told = await control().told(payment.paymentId, 1);
      for (const one of told)
        expect(access.gateway().readNotification(one)).toMatchObject({ paymentId: payment.paymentId });
    },
  );

  test('a payment past its time is EXPIRED once the clock gets there', async () => {
    const payment = aPayment({ method: 'QRIS' });
    await access.gateway().create(payment);
    await control().ask('clock', { offsetMs: 61 * 60_000 });
    await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'EXPIRED' });
    await expect(access.gateway().cancel(payment)).resolves.toBe(false);
    await control().ask('clock', { offsetMs: 0 });
  });

  test('a reported amount that is not ours is evidence only', async () => {
    const payment = aPayment();
    await access.gateway().create(payment);
    await control().ask(`transactions/${payment.paymentId}`, {
      outcome: 'settlement',
      grossAmount: '104400.00',
    });
    const status = await access.gateway().status(payment);
    expect(status).toMatchObject({ state: 'PAID', grossAmount: 104_400 });
  });

  test('settlement after expiry is PAID', async () => {
    const payment = aPayment();
    await access.gateway().create(payment);
    await control().ask(`transactions/${payment.paymentId}`, { outcome: 'expire', notify: 0 });
    await control().ask(`transactions/${payment.paymentId}`, { outcome: 'settlement', notify: 0 });
    await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'PAID' });
    await expect(access.gateway().cancel(payment)).resolves.toBe(false);
  });
}

function notificationContract(access: GatewayAccess, control: () => Control): void {
  const decided = async (how: object) => {
    const payment = aPayment();
    await access.gateway().create(payment);
    await control().ask(`transactions/${payment.paymentId}`, { outcome: 'settlement', ...how });
    return payment.paymentId;
  };
  const read = (told: Told) => access.gateway().readNotification(told);
  /** What was told of the settlement: some gateways also tell that a payment began. */
  const settled = async (paymentId: string, count: number) => {
    const about = async () =>
      (await control().told(paymentId, count)).filter(({ rawBody }) =>
        /"(settlement|PAID)"/.test(rawBody.toString()),
      );
    await expect.poll(async () => (await about()).length).toBe(count);
    return about();
  };

  test('told five times is one event', async () => {
    const told = await settled(await decided({ notify: 5 }), 5);
    const keys = told.map((one) => read(one)?.eventKey);
    expect(new Set(keys)).toEqual(new Set([expect.any(String)]));
  });

  test('signed with another key, or changed, is nobody’s', async () => {
    for (const one of await settled(await decided({ forged: true }), 1)) expect(read(one)).toBeNull();
    for (const one of await settled(await decided({}), 1)) {
      expect(read(one)).not.toBeNull();
      const text = one.rawBody.toString().replaceAll('100000', '900000');
      expect(read({ ...one, rawBody: Buffer.from(text), body: JSON.parse(text) })).toBeNull();
    }
    expect(read({ body: {}, rawBody: Buffer.from('{}'), headers: {} })).toBeNull();
  });

  test('lost, the truth is still there to be asked', async () => {
    const paymentId = await decided({ notify: 0 });
    await expect(access.gateway().status({ paymentId })).resolves.toMatchObject({ state: 'PAID' });
  });
}

function faultContract(access: GatewayAccess, control: () => Control): void {
  const impatient = () => access.gateway({ timeoutMs: 150 });
  beforeEach(() =>
    control().ask('faults', { down: false, errors: 0, timeoutAfterCreating: 0, latencyMs: 0 }),
  );

  test('made, answer lost: unreachable, and status knows it by our name', async () => {
    await control().ask('faults', { timeoutAfterCreating: 1 });
    const payment = aPayment({ method: 'QRIS' });
    await expect(impatient().create(payment)).rejects.toBeInstanceOf(GatewayUnreachable);
    await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
  });

  test.each([{ down: true }, { down: 'timeout' }, { errors: 3 }, { latencyMs: 1_000 }])(
    '%j: everything is unreachable, nothing is made',
    async (fault) => {
      const payment = aPayment({ method: 'QRIS' });
      await control().ask('faults', fault);
      const calls = [impatient().create(payment), impatient().status({ paymentId: 'x' })];
      await Promise.all(calls.map((call) => expect(call).rejects.toBeInstanceOf(GatewayUnreachable)));
      await control().ask('faults', { down: false, errors: 0, latencyMs: 0 });
      if (!('latencyMs' in fault))
        await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'NOT_FOUND' });
    },
  );
}
