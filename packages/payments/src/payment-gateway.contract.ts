import { randomUUID } from 'node:crypto';
import { rupiah } from '@minispod/contracts/rupiah';
import type { Channel, CreatePayment, PaymentGateway } from '@minispod/domain/ports/payment-gateway';
import { GatewayRejected, GatewayUnreachable } from '@minispod/domain/ports/payment-gateway';
import { describe, expect, test } from 'vitest';

export const aPayment = (changes: Partial<CreatePayment> = {}): CreatePayment => {
  const createdAt = changes.createdAt ?? new Date();
  return {
    paymentId: randomUUID(),
    amount: rupiah(100_000),
    method: 'BANK_TRANSFER',
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

export interface GatewayAccess {
  channels: readonly Channel[];
  gateway(): PaymentGateway;
  withWrongKey(): PaymentGateway;
}

/** What any gateway behind the port keeps to without a payer: run against our sandbox and against the real one. */
export function paymentGatewayContract(access: GatewayAccess): void {
  describe('create', () => {
    test.each(access.channels.map((channel) => [channel.name, channel] as const))(
      '%s says how to pay as it promises',
      async (_, { method, bank, wallet, shows }) => {
        const { instructions } = await access.gateway().create(aPayment({ method, bank, wallet }));
        expect(instructions.kind).toBe(shows);
        for (const shown of Object.values(instructions)) expect(shown).not.toBe('');
      },
    );

    test.each(access.channels.map((channel) => [channel.name, channel] as const))(
      '%s takes nothing below or above its limits',
      async (_, { method, bank, wallet, min, max }) => {
        for (const amount of [min - 1, max + 1]) {
          const payment = aPayment({ method, bank, wallet, amount: rupiah(amount) });
          await expect(access.gateway().create(payment)).rejects.toBeInstanceOf(GatewayRejected);
        }
      },
    );

    test('QRIS answers a code that scanners accept', async () => {
      const { qrString = '' } = await access.gateway().create(aPayment({ method: 'QRIS' }));
      expect(qrString).toMatch(/^000201/);
      expect(hasValidCrc(qrString)).toBe(true);
    });

    test('a page for the same payment can be opened again', async () => {
      const payment = aPayment();
      const first = await access.gateway().create(payment);
      const second = await access.gateway().create(payment);
      expect(second.snapToken).not.toBe(first.snapToken);
    });

    test('an id that has a payment is unknown, not rejected: it may be our own lost attempt', async () => {
      const payment = aPayment({ method: 'QRIS' });
      await access.gateway().create(payment);
      await expect(access.gateway().create(payment)).rejects.toBeInstanceOf(GatewayUnreachable);
      await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'PENDING' });
    });

    test.each(['BANK_TRANSFER', 'QRIS'] as const)('%s with a wrong key is rejected', async (method) => {
      const payment = aPayment({ method });
      await expect(access.withWrongKey().create(payment)).rejects.toBeInstanceOf(GatewayRejected);
      await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'NOT_FOUND' });
    });

    test('an unknown bank, and an amount no method takes, are rejected', async () => {
      const amount = rupiah(900_000_000);
      const wanted = [aPayment({ bank: 'none' }), aPayment({ method: 'E_WALLET', wallet: 'gopay', amount })];
      for (const payment of wanted) {
        await expect(access.gateway().create(payment)).rejects.toBeInstanceOf(GatewayRejected);
      }
    });
  });

  describe('status', () => {
    test('an order nobody created is NOT_FOUND', async () => {
      const status = await access.gateway().status({ paymentId: randomUUID() });
      expect(status).toMatchObject({ state: 'NOT_FOUND', rawStatus: null, gatewayTransactionId: null });
    });

    test('so is a page on which no method was chosen', async () => {
      const payment = aPayment();
      await access.gateway().create(payment);
      await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'NOT_FOUND' });
    });

    test('an unpaid QRIS is PENDING with its amount', async () => {
      const payment = aPayment({ method: 'QRIS' });
      await access.gateway().create(payment);
      const status = await access.gateway().status(payment);
      expect(status).toMatchObject({ state: 'PENDING', grossAmount: payment.amount, paymentType: 'qris' });
      expect(status.gatewayTransactionId).toMatch(/\S/);
    });

    test('with a wrong key nothing is known', async () => {
      await expect(access.withWrongKey().status({ paymentId: randomUUID() })).rejects.toBeInstanceOf(
        GatewayUnreachable,
      );
    });
  });

  describe('cancel', () => {
    test('withdraws an unpaid payment, and says so again when asked again', async () => {
      const payment = aPayment({ method: 'QRIS' });
      await access.gateway().create(payment);
      await expect(access.gateway().cancel(payment)).resolves.toBe(true);
      await expect(access.gateway().status(payment)).resolves.toMatchObject({ state: 'CANCELLED' });
      await expect(access.gateway().cancel(payment)).resolves.toBe(true);
    });

    test('cannot withdraw what is unknown', async () => {
      await expect(access.gateway().cancel({ paymentId: randomUUID() })).resolves.toBe(false);
    });
  });
}
