import { randomUUID } from 'node:crypto';
import { rupiah } from '@minispod/contracts/rupiah';
import type {
  Channel,
  CreatePayment,
  GatewayState,
  PaymentGateway,
} from '@minispod/domain/ports/payment-gateway';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { beforeEach, describe, expect, test } from 'vitest';

/** By default a BCA account number over Rp100.000, which lapses in an hour. */
export const aPayment = (changes: Partial<CreatePayment> = {}): CreatePayment => {
  const createdAt = changes.createdAt ?? new Date();
  return {
    paymentId: randomUUID(),
    amount: rupiah(100_000),
    method: 'BANK_TRANSFER',
    ...(changes.method === undefined && { bank: 'bca' }),
    description: 'MinisPod credit',
    customer: { name: 'Budi Santoso', email: 'budi@example.test', phone: '+628123456789' },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 60 * 60_000),
    returnUrl: 'http://localhost:3000/wallet',
    ...changes,
  };
};

/** CRC-16/CCITT-FALSE over everything up to and including `6304`. */
function hasValidCrc(qr: string): boolean {
  let crc = 0xffff;
  for (const byte of Buffer.from(qr.slice(0, -4))) {
    for (let bit = 0x80; bit > 0; bit >>= 1) {
      const carry = Boolean(crc & 0x8000) !== Boolean(byte & bit);
      crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
    }
  }
  return qr.slice(-8, -4) === '6304' && parseInt(qr.slice(-4), 16) === crc;
}

export type Told = Parameters<PaymentGateway['readNotification']>[0];

/** Payer, bank and network, as our own sandboxes play them. */
export interface Control {
  /** `POST /sandbox/<path>` */
  ask(path: string, body: object): Promise<void>;
  /** What arrived about a payment, once there are that many. */
  told(paymentId: string, count: number): Promise<Told[]>;
}

export interface GatewayAccess {
  channels: readonly Channel[];
  gateway(changes?: { timeoutMs?: number }): PaymentGateway;
  withWrongKey(): PaymentGateway;
  /** Whether an unpaid payment can be withdrawn. */
  cancels: boolean;
  /** False: the gateway's sandbox says something else in place of a code. */
  drawsCodes?: boolean;
  /** Outcomes that this gateway can report, and what they are to us. Only with a sandbox of ours. */
  outcomes?: Readonly<Record<string, GatewayState>>;
  /** Absent: the real sandbox, where nobody can be made to pay. */
  control?(): Control;
}

/** What any gateway behind the port keeps to: run against our sandboxes and against the real ones. */
export function paymentGatewayContract(access: GatewayAccess): void {
  describe('create', () => createContract(access));
  describe('status', () => statusContract(access));
  describe('cancel', () => cancelContract(access));
  const { control, outcomes = {} } = access;
  if (!control) return;
  describe('what was decided', () => outcomeContract(access, control, outcomes));
  describe('a notification', () => notificationContract(access, control));
  describe('a gateway that misbehaves', () => faultContract(access, control));
}

function createContract(access: GatewayAccess): void {
  const named = access.channels.map((channel) => [channel.name, channel] as const);
  const gateway = () => access.gateway();

  test.each(named)('%s says how to pay as it promises', async (_, { method, bank, wallet, shows }) => {
    const { instructions } = await gateway().create(aPayment({ method, bank, wallet }));
    expect(instructions.kind).toBe(shows);
    for (const shown of Object.values(instructions)) expect(shown).not.toBe('');
  });

  test.each(named)(
    '%s takes nothing below or above its limits',
    async (_, { method, bank, wallet, min, max }) => {
      for (const amount of [min - 1, max + 1]) {
        const payment = aPayment({ method, bank, wallet, amount: rupiah(amount) });
        await expect(gateway().create(payment)).rejects.toBeInstanceOf(GatewayRejected);
      }
    },
  );

  if (access.drawsCodes !== false) {
    test('QRIS answers a code that scanners accept', async () => {
      const { qrString = '' } = await gateway().create(aPayment({ method: 'QRIS' }));
      expect(qrString).toMatch(/^000201/);
      expect(hasValidCrc(qrString)).toBe(true);
    });
  }

  test('an id that has a payment is never rejected: it may be our own lost attempt', async () => {
    const payment = aPayment({ method: 'QRIS' });
    await gateway().create(payment);
    const again = await gateway()
      .create(payment)
      .catch((error: unknown) => error);
    expect(again).not.toBeInstanceOf(GatewayRejected);
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
  });

  test.each(['bca', undefined])('with a wrong key nothing is made (bank: %s)', async (bank) => {
    const payment = bank ? aPayment({ bank }) : aPayment({ method: 'QRIS' });
    await expect(access.withWrongKey().create(payment)).rejects.toBeInstanceOf(GatewayRejected);
    await expect(gateway().status(payment)).resolves.toMatchObject({ state: 'NOT_FOUND' });
  });

  test('an unknown bank is rejected', async () => {
    await expect(gateway().create(aPayment({ bank: 'none' }))).rejects.toBeInstanceOf(GatewayRejected);
  });
}

function statusContract(access: GatewayAccess): void {
  test('an order nobody created is NOT_FOUND', async () => {
    const status = await access.gateway().status({ paymentId: randomUUID() });
    expect(status).toMatchObject({ state: 'NOT_FOUND', rawStatus: null, gatewayTransactionId: null });
  });

  test('an unpaid one is PENDING with its amount, by our name alone and with theirs', async () => {
    const payment = aPayment({ method: 'QRIS' });
    const { gatewayReference = null } = await access.gateway().create(payment);
    for (const ref of [{ paymentId: payment.paymentId }, { ...payment, gatewayReference }]) {
      const status = await access.gateway().status(ref);
      expect(status).toMatchObject({ state: 'PENDING', grossAmount: payment.amount, reversals: [] });
      expect(status.gatewayTransactionId).toMatch(/\S/);
      expect(status.paymentType).toMatch(/qris/i);
    }
  });

  test('with a wrong key nothing is known', async () => {
    await expect(access.withWrongKey().status({ paymentId: randomUUID() })).rejects.toBeInstanceOf(
      GatewayUnreachable,
    );
  });
}

function cancelContract(access: GatewayAccess): void {
  test('withdraws an unpaid payment where it can, and says the same when asked again', async () => {
    const payment = aPayment({ method: 'QRIS' });
    await access.gateway().create(payment);
    const state = access.cancels ? 'CANCELLED' : 'PENDING';
    for (let time = 0; time < 2; time++) {
      await expect(access.gateway().cancel(payment)).resolves.toBe(access.cancels);
      await expect(access.gateway().status(payment)).resolves.toMatchObject({ state });
    }
  });

  test('cannot withdraw what is unknown', async () => {
    await expect(access.gateway().cancel({ paymentId: randomUUID() })).resolves.toBe(false);
  });
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
