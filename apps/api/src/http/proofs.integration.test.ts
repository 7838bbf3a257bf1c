import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAXIMUM_PROOF, type TopUpView } from '@minispod/contracts/wallet';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../testing/start-api.js';
import { cookieNames } from './cookies.js';

const PICTURE = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  jpeg: '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  webp: 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
};
const bytes = (base64: string) => Buffer.from(base64, 'base64');
const png = bytes(PICTURE.png);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

let api: Api;
let url: string;
let token: string;
let transactionId: string;
beforeAll(async () => {
  api = await startApi({ bankAccounts: [{ bank: 'BCA', number: '0000000000', holder: 'PT Contoh' }] });
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
});
afterAll(() => api.close());
beforeEach(async () => {
  token = (await api.person()).accessToken;
  transactionId = await aTransfer();
});

async function aTransfer(paymentMethod = 'MANUAL_TRANSFER'): Promise<string> {
  const body = { amount: 100_000, paymentMethod };
  await api.ask('POST', '/api/user/wallet/topup', { token, body });
  const [newest] = (await api.ask('GET', '/api/user/wallet/topups/open', { token })).body.data.items;
  return newest.transactionId;
}

const own = (id = transactionId) => `/api/user/wallet/topup/${id}/proof`;
const form = (...parts: [content: Buffer | string, name?: string, type?: string, field?: string][]) => {
  const data = new FormData();
  for (const [content, name = 'bukti.png', type = 'image/png', field = 'file'] of parts)
    data.append(field, new Blob([content], { type }), name);
  return data;
};

async function upload(body: FormData, { path = own(), as = token } = {}) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}` },
    body,
  });
  const { data, error } = (await response.json()) as {
    data: TopUpView;
    error?: { code: string; details?: { file: string } };
  };
  return { status: response.status, data, error };
}

const seen = async (path: string, as: string | undefined) => {
  const response = await fetch(url + path, { headers: as ? { authorization: `Bearer ${as}` } : {} });
  return { response, content: Buffer.from(await response.arrayBuffer()) };
};

describe('a proof that is one', () => {
  test.each([
    ['image/png', png, 'inline; filename="proof.png"'],
    ['image/jpeg', bytes(PICTURE.jpeg), 'inline; filename="proof.jpg"'],
    ['image/webp', bytes(PICTURE.webp), 'inline; filename="proof.webp"'],
    ['application/pdf', Buffer.from('%PDF-1.7\n%%EOF\n'), 'attachment; filename="proof.pdf"'],
    ['application/pdf', Buffer.from('\r\n\n %PDF-1.4\n%%EOF\n'), 'attachment; filename="proof.pdf"'],
  ])(
    '%s is taken for what it is, whatever it was called, and comes back harmless',
    async (type, content, disposition) => {
      const { status, data } = await upload(form([content, 'bukti.exe', 'application/x-msdownload']));
      expect(status).toBe(200);
      expect(data).toMatchObject({
        paymentStatus: 'IN_REVIEW',
        proof: { fileName: 'bukti.exe', contentType: type },
      });
      const administrator = await api.administrator();
      for (const [path, as] of [
        [own(), token],
        [`/api/admin/transactions/${transactionId}/proof`, administrator.accessToken],
      ] as const) {
        const { response, content: served } = await seen(path, as);
        expect(served.equals(content)).toBe(true);
        expect(Object.fromEntries(response.headers)).toMatchObject({
          'content-type': type,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
          'cache-control': 'private, no-store',
          'content-disposition': disposition,
        });
      }
    },
  );

  test('of exactly 5 MB is taken, its name kept without what cannot be seen', async () => {
    const large = Buffer.concat([png, Buffer.alloc(MAXIMUM_PROOF - png.length)]);
    const { status, data } = await upload(form([large, `struk\u202egnp.\u0000 März.png`]));
    expect({ status, name: data.proof?.fileName }).toEqual({ status: 200, name: 'strukgnp. März.png' });
  });

  test('is added to the one before it; the newest is shown', async () => {
    await upload(form([png]));
    await upload(form(['%PDF-1.7 newer', 'newer.pdf']));
    const { response, content } = await seen(own(), token);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(content.toString()).toBe('%PDF-1.7 newer');
  });

  test('is seen by nobody else', async () => {
    await upload(form([png]));
    const stranger = (await api.person()).accessToken;
    const status = async (path: string, as?: string) => (await seen(path, as)).response.status;
    const theirs = `/api/admin/transactions/${transactionId}/proof`;
    expect(await status(own())).toBe(401);
    expect(await status(own(), stranger)).toBe(404);
    expect(await status(theirs)).toBe(401);
    expect(await status(theirs, stranger)).toBe(403);
    expect(await status(theirs, token)).toBe(403);
    expect(await status(own('no-id'), token)).toBe(400);
    expect(await status(own(await aTransfer()), token)).toBe(404);
  });
});

describe('what is refused', () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1');
  const sized = (width: number, height: number) => {
    const picture = Buffer.from(png);
    picture.writeUInt32BE(width, 16);
    picture.writeUInt32BE(height, 20);
    return picture;
  };
  const executable = Buffer.concat([Buffer.from('MZ\x90\0\x03', 'latin1'), Buffer.alloc(200)]);
  test.each<[string, FormData, string]>([
    ['a renamed executable', form([executable]), 'Must be a picture (JPEG, PNG or WebP) or a PDF'],
    ['a renamed program for Linux', form(['\x7fELF\x02\x01\x01 and more of it']), 'Must be a picture'],
    ['a page before a PDF', form(['<script>alert(1)</script>%PDF-1.7']), 'Must be a picture'],
    ['a picture of an iPhone', form([heic, 'IMG_1.HEIC', 'image/heic']), 'send a screenshot of it'],
    ['a picture of 4 million million pixels', form([sized(2 ** 21, 2 ** 21)]), 'more than 64 million pixels'],
    ['a picture one row too large', form([sized(8_000, 8_001)]), 'more than 64 million pixels'],
    ['a picture cut within its head', form([bytes(PICTURE.jpeg).subarray(0, 24)]), 'is damaged'],
    ['an SVG with a script', form([svg]), 'Must be a picture'],
    [
      'an SVG that says what it is',
      form([`<?xml version="1.0"?>${svg}`, 'a.svg', 'image/svg+xml']),
      'Must be a picture',
    ],
    [
      'an HTML page',
      form(['<!doctype html><script>alert(1)</script>', 'a.pdf', 'application/pdf']),
      'Must be a picture',
    ],
    ['a GIF', form(['GIF89a\x01\0\x01\0']), 'Must be a picture'],
    ['an archive', form(['PK\x03\x04\x14\0\0\0\0\0']), 'Must be a picture'],
    ['an empty file', form(['']), 'The file is empty'],
    ['two files', form([png], [png]), 'Must be one file'],
    ['a file of another name', form([png, 'a.png', 'image/png', 'proof']), 'Must be one file'],
    ['no file', new FormData(), 'Choose a file'],
  ])('%s', async (_, body, reason) => {
    const { status, error } = await upload(body);
    expect({ status, code: error?.code }).toEqual({ status: 400, code: 'VALIDATION_ERROR' });
    expect(error?.details?.file).toContain(reason);
    expect((await seen(own(), token)).response.status).toBe(404);
  });

  test('a form with more than the file in it', async () => {
    const body = form([png]);
    body.append('status', 'PAID');
    expect((await upload(body)).error?.details?.file).toContain('nothing else');
  });

  test('what is no form, or one that breaks off', async () => {
    const sent = async (type: string, body: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': type };
      return (await fetch(url + own(), { method: 'POST', headers, body })).status;
    };
    expect(await sent('application/json', '{}')).toBe(400);
    expect(await sent('image/png', 'bytes')).toBe(400);
    expect(await sent('multipart/form-data', 'no boundary')).toBe(400);
    expect(
      await sent(
        'multipart/form-data; boundary=x',
        '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nhalf',
      ),
    ).toBe(400);
  });

  test("somebody else's top-up, one of another kind, one that is over, and nobody's file", async () => {
    const stranger = (await api.person()).accessToken;
    expect((await upload(form([png]), { as: stranger })).status).toBe(404);
    expect((await upload(form([png]), { as: 'nobody' })).status).toBe(401);
    const page = await aTransfer('BANK_TRANSFER');
    expect((await upload(form([png]), { path: own(page) })).error?.code).toBe('CONFLICT');
    await api.ask('POST', `/api/user/wallet/topup/${transactionId}/cancel`, { token });
    expect((await upload(form([png]))).error?.code).toBe('CONFLICT');
  });

  test('a form on somebody else’s page, sent with the session of who looks at it', async () => {
    const headers = { cookie: `${cookieNames(false).access}=${token}`, origin: 'https://evil.example' };
    const response = await fetch(url + own(), { method: 'POST', headers, body: form([png]) });
    expect(response.status).toBe(403);
    const same = { ...headers, origin: api.services.publicUrl };
    expect((await fetch(url + own(), { method: 'POST', headers: same, body: form([png]) })).status).toBe(200);
  });

  test('a form is no way into the other procedures', async () => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/api/user/wallet/topup`, {
      method: 'POST',
      headers,
      body: form([png]),
    });
    expect(response.status).toBe(400);
  });
});

describe('6 MB', () => {
  /** Sends so many bytes of the file, and then nothing more: an answer cannot have waited for the rest. */
  async function begin(sentBytes: number, headers: Record<string, string | number>) {
    const boundary = 'part';
    const sending: ClientRequest = request(url + own(), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        ...headers,
      },
    });
    sending.on('error', () => {});
    sending.write(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n`,
    );
    sending.write(Buffer.concat([png, Buffer.alloc(sentBytes - png.length)]));
    const [answer] = (await once(sending, 'response')) as [IncomingMessage];
    const text = (await answer.toArray()).join('');
    sending.destroy();
    return { status: answer.statusCode, error: JSON.parse(text).error };
  }

  const TOO_LARGE = {
    status: 413,
    error: { code: 'PAYLOAD_TOO_LARGE', message: 'The file is larger than 5 MB' },
  };

  test('announced are refused before they are sent', async () => {
    expect(await begin(1_000, { 'content-length': 6 * 1024 * 1024 })).toEqual(TOO_LARGE);
  });

  test('unannounced are refused at the first byte too many', async () => {
    expect(await begin(MAXIMUM_PROOF + 1, { 'transfer-encoding': 'chunked' })).toEqual(TOO_LARGE);
  });

  test('from a browser are told as too large', async () => {
    const body = form([Buffer.concat([png, Buffer.alloc(6 * 1024 * 1024)])]);
    expect(await upload(body)).toMatchObject(TOO_LARGE);
    expect((await upload(form([png]))).status).toBe(200);
  });
});
