import { SettlementFileError } from '@minispod/domain/ports/payment-gateway';
import { expect, test } from 'vitest';
import { parseSettlementFile } from './settlement-file.js';

const HEADER = 'order_id,transaction_id,transaction_type,gross_amount,fee,net_amount,settlement_time';
const PAID = 'A,T1,payment,50000,4000,46000,2026-01-31 23:59:59';
const file = (...lines: string[]) => `${lines.join('\n')}\n`;

test('a payment, a refund and a chargeback, in rupiah and Jakarta time', () => {
  const lines = [
    'B,,partial_refund,20000.00,0,-20000.00,2026-02-01 00:00:00',
    'C,T3,Chargeback,-1,0,-1,2026-02-01T00:00:01+0000',
  ];
  expect(parseSettlementFile(file(HEADER, PAID, ...lines))).toEqual([
    {
      kind: 'PAYMENT',
      orderId: 'A',
      gatewayTransactionId: 'T1',
      gross: 50_000,
      fee: 4_000,
      net: 46_000,
      settledAt: new Date('2026-01-31T16:59:59Z'),
    },
    {
      kind: 'REFUND',
      orderId: 'B',
      gatewayTransactionId: null,
      gross: -20_000,
      fee: 0,
      net: -20_000,
      settledAt: new Date('2026-01-31T17:00:00Z'),
    },
    {
      kind: 'CHARGEBACK',
      orderId: 'C',
      gatewayTransactionId: 'T3',
      gross: -1,
      fee: 0,
      net: -1,
      settledAt: new Date('2026-02-01T00:00:01Z'),
    },
  ]);
});

test('headers are known by their synonyms in any order, beside columns that say nothing', () => {
  const text =
    '\uFEFFSettlement Date;Customer;Amount;MDR;Order ID\r\n2026-02-01 07:00:00;"Budi; Santoso";Rp50.000,00;"1.500";A\r\n\r\n';
  expect(parseSettlementFile(text)).toMatchObject([
    { kind: 'PAYMENT', orderId: 'A', gatewayTransactionId: null, gross: 50_000, fee: 1_500, net: 48_500 },
  ]);
});

test('of two headers for one column the exacter is read', () => {
  const text = file(
    'order_id,amount,gross_amount,fee,settlement_time',
    'A,1,"50,000.00",0,2026-02-01 07:00:00',
  );
  expect(parseSettlementFile(text)).toMatchObject([{ gross: 50_000 }]);
});

test('a list of nothing is a list', () => {
  expect(parseSettlementFile(file(HEADER))).toEqual([]);
});

const columns = HEADER.split(',');
const changed = (column: string, value: string) => {
  const cells = PAID.split(',');
  cells[columns.indexOf(column)] = value;
  return file(HEADER, PAID, cells.join(','));
};
const refusal = (text: string) => {
  try {
    parseSettlementFile(text);
  } catch (error) {
    return error as SettlementFileError;
  }
  return null;
};

test.each([
  ['order_id', ' '],
  ['transaction_type', 'loan'],
  ['gross_amount', ''],
  ['gross_amount', '50000.50'],
  ['gross_amount', '5e4'],
  ['gross_amount', '50.00.000'],
  ['gross_amount', '９'],
  ['fee', '-1'],
  ['fee', 'none'],
  ['net_amount', '46001'],
  ['net_amount', ''],
  ['settlement_time', ''],
  ['settlement_time', '2026-01-31'],
  ['settlement_time', '2026-02-30 10:00:00'],
  ['settlement_time', '2026-01-31 24:30:00'],
  ['settlement_time', '31/01/2026 10:00:00'],
  ['settlement_time', '0000-01-31 10:00:00'],
  ['settlement_time', '0026-01-31 10:00:00'],
  ['settlement_time', '9999-12-31 23:59:59'],
])('%s "%s" is refused by line and column', (column, value) => {
  const error = refusal(changed(column, value));
  expect(error).toBeInstanceOf(SettlementFileError);
  expect(error).toMatchObject({ line: 3, column });
});

test.each([
  ['a line too short', file(HEADER, PAID, 'A,T1,payment'), 3],
  ['a line too long', file(HEADER, PAID, `${PAID},`), 3],
  ['a quote that does not end', file(HEADER, PAID, '"A,T1'), 3],
  ['text behind a quote', file(HEADER, '"A"x,T1'), 2],
  ['nothing', '', 1],
])('%s is refused by its line', (_, text, line) => {
  expect(refusal(text)).toMatchObject({ name: 'SettlementFileError', line, column: null });
});

test.each(['order_id', 'gross_amount', 'fee', 'settlement_time'])(
  'without %s, or with two of it, it is no list',
  (column) => {
    expect(refusal(file(HEADER.replace(column, 'x'), PAID))).toMatchObject({
      line: 1,
      column: expect.stringContaining(column),
    });
    expect(refusal(file(`${HEADER},${column}`, `${PAID},1`))).toMatchObject({ line: 1, column });
  },
);

test('cut anywhere inside its last line, a file is refused', () => {
  const whole = file(HEADER, PAID, PAID);
  for (let end = whole.length - 2; end > whole.length - PAID.length - 1; end--)
    expect(refusal(whole.slice(0, end))).toMatchObject({ line: 3 });
});

test('without the end of its last line a list is whole where a cut would show', () => {
  expect(parseSettlementFile(file(HEADER, PAID, PAID).trimEnd())).toHaveLength(2);
  const order = 'transaction_id,order_id,settlement_time,net_amount,gross_amount,fee';
  const proved = 'T,A,2026-01-31 23:59:59,46000,50000,4000';
  expect(parseSettlementFile(file(order, proved).trimEnd())).toHaveLength(1);
  expect(refusal(file(order, proved.slice(0, -1)).trimEnd())).toMatchObject({ line: 2, problem: 'NET' });
  const unproved = [order.replace('net_amount,', ''), proved.replace('46000,', '')];
  expect(refusal(file(...unproved).trimEnd())).toMatchObject({ line: 2, problem: 'CUT' });
  expect(
    parseSettlementFile(file(unproved[0] ?? '', `${unproved[1]}`.replace(/4000$/, '"4000"')).trimEnd()),
  ).toHaveLength(1);
  expect(parseSettlementFile(file(`${HEADER},customer`, `${PAID},Budi`).trimEnd())).toHaveLength(1);
  // Without its offset the time would be one in Jakarta.
  const offset = `${PAID}+00:00`;
  expect(refusal(file(HEADER, offset, offset).slice(0, -7))).toMatchObject({ line: 3, problem: 'CUT' });
});

test('a character that no text has is named with its line', () => {
  for (const character of ['\u0000', '\u0007', '\u009b'])
    expect(refusal(file(HEADER, PAID, PAID.replace('A', `A${character}`)))).toMatchObject({
      line: 3,
      problem: 'CHARACTERS',
    });
});

test('something else than text is no list', () => {
  expect(refusal('PK\u0003\u0004\u0000\n')).toMatchObject({ line: 1 });
});
