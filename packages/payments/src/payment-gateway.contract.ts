import { randomUUID } from 'node:crypto';
import { rupiah } from '@minispod/contracts/rupiah';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { describe, expect, test } from 'vitest';
import { aPayment, type GatewayAccess } from './gateway-access.test-fixture.js';
import { paymentOutcomesContract } from './payment-outcomes.contract.js';

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

/** What any gateway behind the port keeps to: run against our sandboxes and against the real ones. */
export function paymentGatewayContract(access: GatewayAccess): void {
  describe('create', () => createContract(access));
  describe('status', () => statusContract(access));
  describe('cancel', () => cancelContract(access));
  if (access.control) paymentOutcomesContract(access, access.control);
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
