import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import qrcode from 'qrcode';
import { acceptForms } from '../../gateway/forms.js';
import type { Html } from '../../gateway/html.js';
import { document, sendPage } from '../../gateway/layout.js';
import { goneContent, type Outcome, outcomeView, sheetContent } from '../../gateway/sheet.js';
import { statusAnswer } from '../answers.js';
import { methodByCode, TEST_OTP, testCard } from '../methods.js';
import type { Sandbox } from '../payments.js';
import { advance, change, decideCard, pageIsOpen, startPayment } from '../payments.js';
import { type Begun, hasPayment, isPaid, mayBecome, type Payment, type Transaction } from '../transaction.js';
import type { TextKey } from './texts.js';
import { speech } from './texts.js';
import type { FormError, View } from './views.js';
import { cardView, chooseView, otpView, pendingView } from './views.js';

type Form = Readonly<Record<string, string>>;
type PageRequest = FastifyRequest<{ Params: { key: string }; Querystring: { lang?: string }; Body: Form }>;

const lapsed: Outcome<TextKey> = { sign: 'wait', title: 'expired', text: 'expiredText' };

/** What a payment that is no longer pending looks like to its payer. */
function ending(payment: Payment): Outcome<TextKey> {
  if (isPaid(payment)) return { sign: 'good', title: 'paid', text: 'paidText' };
  switch (payment.status) {
    case 'capture':
      return { sign: 'wait', title: 'review', text: 'reviewText' };
    case 'cancel':
      return { sign: 'bad', title: 'cancelled', text: 'cancelledText' };
    case 'expire':
      return lapsed;
    case 'deny':
    case 'failure':
      return { sign: 'bad', title: 'denied', text: 'deniedText' };
    case 'pending':
    case 'authorize':
      return { sign: 'wait', title: 'processing', text: 'processingText' };
    default:
      return { sign: 'wait', title: 'returned', text: 'returnedText' };
  }
}

/** The finish address with what the real page appends: order_id, status_code and transaction_status. */
function backUrl({ serverKey }: Sandbox, transaction: Transaction): string | null {
  const finish = transaction.snap?.finishUrl;
  if (!finish || !URL.canParse(finish) || !/^https?:/.test(finish)) return null;
  const url = new URL(finish);
  const answer = hasPayment(transaction) ? statusAnswer(transaction, serverKey) : {};
  url.searchParams.set('order_id', transaction.orderId);
  url.searchParams.set('status_code', String(answer.status_code ?? '404'));
  url.searchParams.set('transaction_status', transaction.payment?.status ?? 'pending');
  return url.href;
}

function viewOf(sandbox: Sandbox, request: PageRequest, transaction: Transaction): View {
  const { payment } = transaction;
  const ends = payment && new Date(payment.expiresAt);
  const msLeft = ends && ends.getTime() - sandbox.clock.now().getTime();
  return {
    ...speech(request.query.lang, request.headers['accept-language']),
    transaction,
    orderId: transaction.orderId,
    amount: transaction.amount,
    description: transaction.description,
    customerName: transaction.customerName,
    merchantName: sandbox.merchantName,
    base: transaction.snap
      ? `/snap/v4/redirection/${transaction.snap.token}`
      : `/simulator/${transaction.orderId}`,
    backUrl: backUrl(sandbox, transaction),
    payBefore: payment?.status === 'pending' ? ends : null,
    secondsLeft: msLeft && Math.max(0, Math.round(msLeft / 1000)),
  };
}

/** Changes whenever the page would look different; the page's script compares it. */
function stateOf(sandbox: Sandbox, transaction: Transaction): string {
  const { payment } = transaction;
  return payment ? `${payment.status}-${payment.fraud}` : `open-${pageIsOpen(sandbox, transaction)}`;
}

async function content(sandbox: Sandbox, view: View, error?: FormError): Promise<Html> {
  const { transaction } = view;
  if (!hasPayment(transaction))
    return pageIsOpen(sandbox, transaction) ? chooseView(view) : outcomeView<TextKey>(view, lapsed);
  const { payment } = transaction;
  if (payment.status !== 'pending' || payment.acceptsAt) return outcomeView<TextKey>(view, ending(payment));
  if (payment.card) return otpView(view, error);
  const qr = payment.qrString ? await qrcode.toString(payment.qrString, { type: 'svg', margin: 0 }) : null;
  return pendingView(view, transaction, qr);
}

function send(sandbox: Sandbox, reply: FastifyReply, view: View, body: Html): FastifyReply {
  const state = stateOf(sandbox, view.transaction);
  const page = sheetContent(view, state, body);
  const title = `${view.say('title')} — ${view.merchantName}`;
  return sendPage(reply, document(view, title, view.base, page));
}

type Step = (
  view: View,
  form: Form,
  request: PageRequest,
) => { body: Html } | { error: FormError } | undefined;

/** What a form may do. Each step asks the present state first: a stale page or a second click changes nothing. */
function steps(sandbox: Sandbox): Readonly<Record<string, Step>> {
  const pending = ({ transaction }: View): Begun | null =>
    hasPayment(transaction) && transaction.payment.status === 'pending' ? transaction : null;
  return {
    choose({ transaction }, form, request) {
      const method = methodByCode(form.method ?? '');
      if (!method || method.kind === 'card' || !pageIsOpen(sandbox, transaction)) return;
      if (!transaction.snap?.enabled.includes(method.code)) return;
      const mobile = /Mobi|Android/i.test(request.headers['user-agent'] ?? '');
      startPayment(sandbox, transaction, method, { mobile });
    },
    card(view, form) {
      const { transaction } = view;
      const method = methodByCode('credit_card');
      if (!method || !pageIsOpen(sandbox, transaction)) return;
      if (!transaction.snap?.enabled.includes(method.code)) return;
      const card = testCard((form.number ?? '').replace(/\D/g, ''));
      if (!card) return { body: cardView(view, 'cardInvalid', form) };
      if (!isFutureExpiry(form.expiry ?? '', sandbox.clock.now()))
        return { body: cardView(view, 'expiryInvalid', form) };
      if (!/^\d{3,4}$/.test(form.cvv ?? '')) return { body: cardView(view, 'cvvInvalid', form) };
      const begun = startPayment(sandbox, transaction, method, { card });
      if (!card.secure) decideCard(sandbox, begun);
    },
    otp(view, form) {
      const transaction = pending(view);
      if (!transaction?.payment.card) return;
      if (form.otp?.trim() !== TEST_OTP) return { error: 'otpWrong' };
      decideCard(sandbox, transaction);
    },
    pay(view) {
      const transaction = pending(view);
      if (transaction && !transaction.payment.card) change(sandbox, transaction, 'settlement');
    },
    fail(view) {
      const transaction = pending(view);
      if (transaction) change(sandbox, transaction, 'deny');
    },
    cancel(view) {
      const transaction = pending(view);
      if (transaction && mayBecome(transaction.payment, 'cancel')) change(sandbox, transaction, 'cancel');
    },
  };
}

/** `MM/YY`, the card being good to the end of that month. */
function isFutureExpiry(text: string, now: Date): boolean {
  const match = /^(0[1-9]|1[0-2])\s*\/\s*(\d{2})$/.exec(text.trim());
  return match !== null && Date.UTC(2000 + Number(match[2]), Number(match[1]), 1) > now.getTime();
}

/**
 * The page a payer clicks through: `/snap/v4/redirection/:token`, and `/simulator/:orderId` for payments that were
 * made by Core API and have no page of their own.
 */
export function paymentPage(app: FastifyInstance, sandbox: Sandbox): void {
  acceptForms(app);
  const forms = steps(sandbox);
  const finders = {
    '/snap/v4/redirection/:key': (key: string) => sandbox.book.findByToken(key),
    '/simulator/:key': (key: string) => sandbox.book.find(key),
  };
  for (const [path, find] of Object.entries(finders)) {
    const open = (request: PageRequest): View | null => {
      const transaction = find(request.params.key);
      if (!transaction) return null;
      advance(sandbox, [transaction]);
      return viewOf(sandbox, request, transaction);
    };
    const missing = (request: PageRequest, reply: FastifyReply) => {
      const spoken = speech(request.query.lang, request.headers['accept-language']);
      const own = request.url.split('?')[0] ?? '';
      return sendPage(reply.code(404), document(spoken, spoken.say('title'), own, goneContent(spoken)));
    };

    app.get(path, async (request: PageRequest, reply) => {
      const view = open(request);
      return view ? send(sandbox, reply, view, await content(sandbox, view)) : missing(request, reply);
    });
    app.get(`${path}/card`, async (request: PageRequest, reply) => {
      const view = open(request);
      if (!view) return missing(request, reply);
      const mayPay = pageIsOpen(sandbox, view.transaction);
      return mayPay ? send(sandbox, reply, view, cardView(view)) : reply.redirect(view.base, 303);
    });
    app.get(`${path}/state`, async (request: PageRequest, reply) => {
      const view = open(request);
      return view ? { state: stateOf(sandbox, view.transaction) } : reply.code(404).send({});
    });
    for (const [verb, step] of Object.entries(forms)) {
      app.post(`${path}/${verb}`, async (request: PageRequest, reply) => {
        const view = open(request);
        if (!view) return missing(request, reply);
        const result = step(view, request.body ?? {}, request);
        if (!result) return reply.redirect(`${view.base}?lang=${view.lang}`, 303);
        const body = 'body' in result ? result.body : await content(sandbox, view, result.error);
        return send(sandbox, reply.code(422), view, body);
      });
    }
  }
}
