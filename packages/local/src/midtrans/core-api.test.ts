import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVER_KEY, type TestSandbox, testSandbox } from './sandbox.test-fixture.js';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

const post = async (path: string, body: unknown = 'null') => (await sandbox.call('POST', path, body))[1];
const get = async (path: string) => (await sandbox.call('GET', path))[1];

async function charge(more: object, orderId: string = randomUUID()) {
  const details = { transaction_details: { order_id: orderId, gross_amount: 50_000 } };
  return { orderId, answer: await post('/v2/charge', { ...details, ...more }) };
}

async function settled(more: object): Promise<string> {
  const { orderId } = await charge(more);
  await post(`/sandbox/transactions/${orderId}`, { outcome: 'settlement', notify: 0 });
  return orderId;
}

const va = (bank: string) => ({ payment_type: 'bank_transfer', bank_transfer: { bank } });

describe('charge', () => {
  test.each<[string, object, object]>([
    ['bca', va('bca'), { va_numbers: [{ bank: 'bca', va_number: expect.stringMatching(/^\d{16}$/) }] }],
    ['permata', va('permata'), { permata_va_number: expect.stringMatching(/^\d{16}$/) }],
    [
      'echannel',
      { payment_type: 'echannel', echannel: { bill_info1: 'Payment:', bill_info2: 'Top up' } },
      { biller_code: '70012', bill_key: expect.stringMatching(/^\d{12}$/) },
    ],
    [
      'qris',
      { payment_type: 'qris', qris: { acquirer: 'gopay' } },
      { qr_string: expect.stringMatching(/6304/) },
    ],
    ['gopay', { payment_type: 'gopay' }, { status_message: 'GO-PAY transaction is created' }],
    ['shopeepay', { payment_type: 'shopeepay' }, { channel_response_code: '0' }],
  ])('%s', async (_, request, expected) => {
    const { orderId, answer } = await charge(request);
    expect(answer).toMatchObject({
      status_code: '201',
      order_id: orderId,
      gross_amount: '50000.00',
      currency: 'IDR',
      transaction_status: 'pending',
      fraud_status: 'accept',
      transaction_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      ...expected,
    });
  });

  test('a QR code is a picture', async () => {
    const { answer } = await charge({ payment_type: 'qris' });
    const [action] = answer.actions as { url: string }[];
    const picture = await fetch(action?.url ?? '');
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  test.each([
    ['4811111111111114', true, { status_code: '201', transaction_status: 'pending' }],
    ['4411111111111118', true, { status_code: '200', transaction_status: 'capture', fraud_status: 'accept' }],
    ['4811111111111114', false, { status_code: '200', transaction_status: 'capture' }],
    [
      '4511111111111117',
      false,
      { status_code: '201', transaction_status: 'capture', fraud_status: 'challenge' },
    ],
    ['4611111111111116', false, { status_code: '202', transaction_status: 'deny', fraud_status: 'deny' }],
  ])('card %s with authentication %s', async (number, authentication, expected) => {
    const { token_id } = await get(`/v2/token?client_key=c&card_number=${number}&card_cvv=123`);
    const { answer } = await charge({
      payment_type: 'credit_card',
      credit_card: { token_id, authentication },
    });
    expect(answer).toMatchObject({ masked_card: `${number.slice(0, 8)}-${number.slice(-4)}`, ...expected });
    expect('redirect_url' in answer).toBe(answer.transaction_status === 'pending');
  });

  test('refusals come with HTTP 200 and their code in the body', async () => {
    const { orderId } = await charge({ payment_type: 'qris' });
    const codes = [
      (await charge({ payment_type: 'qris' }, orderId)).answer,
      (await charge({ payment_type: 'qris' }, 'a b')).answer,
      (await charge({ payment_type: 'pigeon' })).answer,
      (await charge({ payment_type: 'credit_card', credit_card: { token_id: 'x' } })).answer,
      (await charge({ payment_type: 'qris', custom_expiry: { expiry_duration: 5, unit: 'second' } })).answer,
      await post('/v2/charge', '{'),
    ].map((answer) => answer.status_code);
    expect(codes).toEqual(['406', '400', '402', '411', '400', '413']);
  });
});

describe('status', () => {
  test('by order id and by transaction id, signed', async () => {
    const { orderId, answer } = await charge({ payment_type: 'qris' });
    const status = await get(`/v2/${orderId}/status`);
    expect(await get(`/v2/${answer.transaction_id}/status`)).toEqual(status);
    const signed = `${orderId}201${'50000.00'}${SERVER_KEY}`;
    expect(status.signature_key).toBe(createHash('sha512').update(signed).digest('hex'));
  });

  test('of an unknown order is 404 in the body', async () => {
    const [http, body] = await sandbox.call('GET', '/v2/nothing/status');
    expect([http, body.status_code, body.status_message]).toEqual([200, '404', "Transaction doesn't exist."]);
  });

  test('without the key is a real 401', async () => {
    const [http, body] = await sandbox.call('GET', '/v2/x/status', undefined, {
      authorization: 'Basic eA==',
    });
    expect([http, body.status_code]).toEqual([401, '401']);
  });
});

describe('operations', () => {
  test('cancel, expire: once, while pending', async () => {
    for (const [verb, code, status] of [
      ['cancel', '200', 'cancel'],
      ['expire', '407', 'expire'],
    ]) {
      const { orderId } = await charge(va('bni'));
      expect(await post(`/v2/${orderId}/${verb}`)).toMatchObject({
        status_code: code,
        transaction_status: status,
      });
      expect(await post(`/v2/${orderId}/${verb}`)).toMatchObject({ status_code: '412' });
    }
    expect(await post('/v2/nothing/cancel')).toMatchObject({ status_code: '404' });
  });

  test('approve and deny decide a challenge, nothing else', async () => {
    const card = { token_id: '45111111-1117-x' };
    for (const [verb, status] of [
      ['approve', 'capture'],
      ['deny', 'deny'],
    ]) {
      const { orderId } = await charge({ payment_type: 'credit_card', credit_card: card });
      expect(await post(`/v2/${orderId}/${verb}`)).toMatchObject({
        status_code: '200',
        transaction_status: status,
      });
      expect(await post(`/v2/${orderId}/${verb}`)).toMatchObject({ status_code: '412' });
    }
  });

  test('refund: part, again, never more than was paid', async () => {
    const orderId = await settled({ payment_type: 'qris' });
    const refund = (body: object) => post(`/v2/${orderId}/refund`, body);
    expect(await refund({ refund_key: 'R1', amount: 20_000, reason: 'x' })).toMatchObject({
      status_code: '200',
      transaction_status: 'partial_refund',
      refund_amount: '20000.00',
      refund_key: 'R1',
    });
    expect(await refund({ refund_key: 'R1', amount: 1 })).toMatchObject({ status_code: '406' });
    expect(await refund({ refund_key: 'R2', amount: 30_001 })).toMatchObject({ status_code: '414' });
    expect(await refund({ refund_key: 'R2', amount: 30_000 })).toMatchObject({
      transaction_status: 'refund',
    });
    expect(await refund({ refund_key: 'R3', amount: 1 })).toMatchObject({ status_code: '412' });
  });

  test('refund: not for a virtual account, not before settlement, ShopeePay only whole', async () => {
    const bank = await settled(va('bca'));
    const { orderId: unpaid } = await charge({ payment_type: 'gopay' });
    const shopee = await settled({ payment_type: 'shopeepay' });
    expect(await post(`/v2/${bank}/refund`, { amount: 1 })).toMatchObject({ status_code: '412' });
    expect(await post(`/v2/${unpaid}/refund`, { amount: 1 })).toMatchObject({ status_code: '412' });
    expect(await post(`/v2/${shopee}/refund`, { amount: 1 })).toMatchObject({ status_code: '414' });
    expect(await post(`/v2/${shopee}/refund`, {})).toMatchObject({ transaction_status: 'refund' });
  });
});
