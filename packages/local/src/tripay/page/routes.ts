import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import qrcode from 'qrcode';
import { acceptForms } from '../../gateway/forms.js';
import { document, sendPage } from '../../gateway/layout.js';
import { goneContent, outcomeView, sheetContent } from '../../gateway/sheet.js';
import { channelByCode } from '../channels.js';
import { advance, change, type Sandbox } from '../payments.js';
import type { Status } from '../transaction.js';
import { speech, type TextKey } from './texts.js';
import { ENDINGS, unpaidView, type View } from './views.js';

type PageRequest = FastifyRequest<{ Params: { reference: string }; Querystring: { lang?: string } }>;

const spoken = (request: PageRequest) => speech(request.query.lang, request.headers['accept-language']);

/** Where the payer goes back to, with what Tripay appends: tripay_reference and tripay_merchant_ref. */
function backUrl(returnUrl: string | null, reference: string, merchantRef: string): string | null {
  if (!returnUrl || !URL.canParse(returnUrl) || !/^https?:/.test(returnUrl)) return null;
  const url = new URL(returnUrl);
  url.searchParams.set('tripay_reference', reference);
  url.searchParams.set('tripay_merchant_ref', merchantRef);
  return url.href;
}

function open(sandbox: Sandbox, request: PageRequest): View | null {
  const transaction = sandbox.book.find(request.params.reference);
  const channel = channelByCode(transaction?.method ?? '');
  if (!transaction || !channel) return null;
  advance(sandbox, [transaction]);
  const { reference, merchantRef } = transaction;
  const ends = new Date(transaction.expiresAt);
  const msLeft = ends.getTime() - sandbox.clock.now().getTime();
  return {
    ...spoken(request),
    transaction,
    channel,
    orderId: merchantRef,
    amount: transaction.amount,
    description: transaction.items.map(({ name }) => name).join(', '),
    customerName: transaction.customer.name,
    merchantName: sandbox.merchantName,
    base: `/checkout/${reference}`,
    backUrl: backUrl(transaction.returnUrl, reference, merchantRef),
    payBefore: transaction.status === 'UNPAID' ? ends : null,
    secondsLeft: Math.max(0, Math.round(msLeft / 1000)),
  };
}

async function send(reply: FastifyReply, view: View): Promise<FastifyReply> {
  const { status, qrString } = view.transaction;
  const qr = status === 'UNPAID' && qrString && (await qrcode.toString(qrString, { type: 'svg', margin: 0 }));
  const body =
    status === 'UNPAID' ? unpaidView(view, qr || null) : outcomeView<TextKey>(view, ENDINGS[status]);
  const title = `${view.say('title')} — ${view.merchantName}`;
  return sendPage(reply, document(view, title, view.base, sheetContent(view, status, body)));
}

function missing(request: PageRequest, reply: FastifyReply): FastifyReply {
  const words = spoken(request);
  const own = request.url.split('?')[0] ?? '';
  return sendPage(reply.code(404), document(words, words.say('title'), own, goneContent(words)));
}

const ANSWERS: Readonly<Record<string, Status>> = { pay: 'PAID', fail: 'FAILED' };

/** `/checkout/:reference`, where a payer says how it went, and `/qr/:reference`, the picture of a code. */
export function checkoutPage(app: FastifyInstance, sandbox: Sandbox): void {
  const path = '/checkout/:reference';
  acceptForms(app);
  app.get(path, async (request: PageRequest, reply) => {
    const view = open(sandbox, request);
    return view ? send(reply, view) : missing(request, reply);
  });
  app.get(`${path}/state`, async (request: PageRequest, reply) => {
    const view = open(sandbox, request);
    return view ? { state: view.transaction.status } : reply.code(404).send({});
  });
  for (const [verb, status] of Object.entries(ANSWERS)) {
    app.post(`${path}/${verb}`, async (request: PageRequest, reply) => {
      const view = open(sandbox, request);
      if (!view) return missing(request, reply);
      // A stale page or a second click changes nothing.
      if (view.transaction.status === 'UNPAID') change(sandbox, view.transaction, status);
      return reply.redirect(`${view.base}?lang=${view.lang}`, 303);
    });
  }
  app.get('/qr/:reference', async (request: PageRequest, reply) => {
    const code = sandbox.book.find(request.params.reference)?.qrString;
    if (!code) return reply.code(404).send({ success: false, message: 'Transaction not found' });
    return reply.type('image/png').send(await qrcode.toBuffer(code, { width: 512 }));
  });
}
