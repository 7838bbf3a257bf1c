import { rupiah } from '@minispod/contracts/rupiah';
import { expect, test } from 'vitest';
import type { GatewaySettlement } from '../../ports/payment-gateway.js';
import { faultOf, numberAlike, paymentIdOf } from './check-list.js';

const line = (changes: Partial<GatewaySettlement> = {}): GatewaySettlement => ({
  kind: 'PAYMENT',
  orderId: 'an-order',
  gatewayTransactionId: null,
  gross: rupiah(50_000),
  fee: rupiah(700),
  net: rupiah(49_300),
  settledAt: new Date('2026-03-02T03:00:00Z'),
  ...changes,
});
const back = { gross: rupiah(-50_000), fee: rupiah(0), net: rupiah(-50_000) };

test.each<[string | null, Partial<GatewaySettlement>]>([
  [null, {}],
  [null, { kind: 'REFUND', ...back }],
  [null, { kind: 'CHARGEBACK', ...back, fee: rupiah(10_000), net: rupiah(-60_000) }],
  ['names no order', { orderId: '' }],
  ['has a character that no text has', { orderId: 'an\u0000order' }],
  ['has a character that no text has', { gatewayTransactionId: 'T\u001b1' }],
  ['has no time', { settledAt: new Date('never') }],
  ['has a time outside of this century', { settledAt: new Date('0000-03-02T03:00:00Z') }],
  ['has a time outside of this century', { settledAt: new Date('2126-03-02T03:00:00Z') }],
  ['has a negative fee', { fee: rupiah(-700), net: rupiah(50_700) }],
  ['does not add up: net is gross less fee', { net: rupiah(50_000) }],
  ['is a PAYMENT over -50000', back],
  ['is a REFUND over 50000', { kind: 'REFUND' }],
  ['is a PAYMENT over 0', { gross: rupiah(0), fee: rupiah(0), net: rupiah(0) }],
])('%s: %j', (fault, changes) => {
  expect(faultOf(line(changes))).toBe(fault);
});

test('lines alike are numbered, and alike is what is alike in everything', () => {
  const others: Partial<GatewaySettlement>[] = [
    { orderId: 'another' },
    { gatewayTransactionId: 'T' },
    { gross: rupiah(50_001) },
    { fee: rupiah(701) },
    { settledAt: new Date('2026-03-02T03:00:01Z') },
    { kind: 'REFUND' },
  ];
  const lines = [line(), ...others.map(line), line(), line({ orderId: 'another' })];
  expect(numberAlike(lines).map(({ occurrence }) => occurrence)).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 2]);
});

test('only what looks like an id of ours is looked up', () => {
  const id = '01A1FCEE-8fb0-768a-bb41-3097034dee44';
  expect(paymentIdOf(id)).toBe(id);
  for (const other of ['', 'another-shop-17', `${id}x`, ` ${id}`]) expect(paymentIdOf(other)).toBeNull();
});
