import { PNG } from 'pngjs';
import decodeQr from 'qr/decode.js';
import { expect, test } from 'vitest';
import { testSandbox as midtransSandbox } from '../midtrans/sandbox.test-fixture.js';
import { testSandbox as tripaySandbox } from '../tripay/sandbox.test-fixture.js';
import { qrisCrc } from './qris.js';

/** What a scanner reads from the picture at this address. */
async function scan(url: unknown): Promise<string> {
  const answer = await fetch(String(url));
  return decodeQr(PNG.sync.read(Buffer.from(await answer.arrayBuffer())));
}

function expectUnpayable(payload: string): void {
  expect(payload).toContain('5916MINISPOD SANDBOX6011NOT PAYABLE');
  expect(payload.slice(-4)).toBe(qrisCrc(payload.slice(0, -4)));
}

test("a scanner reads Midtrans' picture as the code that was told, right and not payable", async ({
  onTestFinished,
}) => {
  const sandbox = await midtransSandbox();
  onTestFinished(() => sandbox.close());
  const [, charge] = await sandbox.call('POST', '/v2/charge', {
    payment_type: 'qris',
    transaction_details: { order_id: '0197f3c2-8a4e-7b11-9d30-5c2f1a7e0001', gross_amount: 50_000 },
  });
  const [picture] = charge.actions as { url: string }[];
  const payload = await scan(picture?.url);
  expect(payload).toBe(charge.qr_string);
  expectUnpayable(payload);
});

test("and Tripay's", async ({ onTestFinished }) => {
  const sandbox = await tripaySandbox();
  onTestFinished(() => sandbox.close());
  const data = await sandbox.open('0197f3c2-8a4e-7b11-9d30-5c2f1a7e0002', { method: 'QRIS' });
  const payload = await scan(data.qr_url);
  expect(payload).toBe(data.qr_string);
  expectUnpayable(payload);
});
