import type { FastifyInstance, FastifyReply } from 'fastify';
import { neverAnswer } from '../gateway/faults.js';
import { lineAnswer, oddly, transactionAnswer } from './answers.js';
import { CHANNELS, type Channel, channelByCode, feeOf } from './channels.js';
import { readOrder } from './order-rules.js';
import { advance, openTransaction, type Sandbox } from './payments.js';
import type { Transaction } from './transaction.js';

type Query = Readonly<Record<string, string | undefined>>;

const LONGEST_PAGE = 50;
const said = (data: unknown, message = 'Success') => ({ success: true, message, data });
const refuse = (reply: FastifyReply, code: number, message: string) =>
  reply.code(code).send({ success: false, message });

const feeAnswer = ({ fee }: Channel) => ({ flat: fee.flat, percent: fee.percent.toFixed(2) });

function channelAnswer(channel: Channel): Record<string, unknown> {
  const { code, group, name, type, min, max } = channel;
  return {
    group,
    code,
    name,
    type,
    fee_merchant: feeAnswer(channel),
    fee_customer: { flat: 0, percent: '0.00' },
    total_fee: feeAnswer(channel),
    minimum_amount: min,
    maximum_amount: max,
    active: true,
  };
}

/** Newest first unless asked otherwise, at most 50 on a page. */
function listPage(all: readonly Transaction[], query: Query, origin: string) {
  const matches = all.filter(
    ({ reference, merchantRef, method, status }) =>
      reference === (query.reference ?? reference) &&
      merchantRef === (query.merchant_ref ?? merchantRef) &&
      method === (query.method ?? method) &&
      status === (query.status ?? status),
  );
  if (query.sort !== 'asc') matches.reverse();
  const perPage = Math.min(LONGEST_PAGE, Math.max(1, Number(query.per_page ?? LONGEST_PAGE) || 1));
  const page = Math.max(1, Number(query.page ?? 1) || 1);
  const lastPage = Math.max(1, Math.ceil(matches.length / perPage));
  const from = (page - 1) * perPage;
  const shown = matches.slice(from, from + perPage);
  return {
    ...said(shown.map((transaction) => lineAnswer(transaction, origin))),
    pagination: {
      sort: query.sort === 'asc' ? 'asc' : 'desc',
      offset: { from: from + 1, to: from + shown.length },
      current_page: page,
      previous_page: page > 1 ? page - 1 : null,
      next_page: page < lastPage ? page + 1 : null,
      last_page: lastPage,
      per_page: perPage,
      total_records: matches.length,
    },
  };
}

/** `/api`: what merchants call with their key: https://tripay.co.id/developer. */
export function merchantApi(app: FastifyInstance, sandbox: Sandbox, callbackUrl: string): void {
  app.post('/api/transaction/create', async (request, reply) => {
    const read = readOrder(sandbox, request.body, callbackUrl);
    if (typeof read === 'string') return refuse(reply, 400, read);
    const transaction = openTransaction(sandbox, read.channel, read.order);
    if (sandbox.faults.timeoutAfterCreating > 0) {
      sandbox.faults.timeoutAfterCreating -= 1;
      return neverAnswer(reply);
    }
    return said(transactionAnswer(transaction, `${request.protocol}://${request.host}`), '');
  });

  app.get<{ Querystring: Query }>('/api/transaction/detail', async (request, reply) => {
    const transaction = sandbox.book.find(request.query.reference ?? '');
    if (!transaction) return refuse(reply, 404, 'Transaction not found');
    advance(sandbox, [transaction]);
    const answer = transactionAnswer(transaction, `${request.protocol}://${request.host}`);
    return said(oddly(answer, sandbox.faults.statusAnswers));
  });

  app.get<{ Querystring: Query }>('/api/merchant/transactions', async (request) => {
    advance(sandbox);
    return listPage(sandbox.book.list(), request.query, `${request.protocol}://${request.host}`);
  });

  app.get<{ Querystring: Query }>('/api/merchant/payment-channel', async (request) => {
    const { code } = request.query;
    return said(CHANNELS.filter((channel) => channel.code === (code ?? channel.code)).map(channelAnswer));
  });

  app.get<{ Querystring: Query }>('/api/merchant/fee-calculator', async (request, reply) => {
    const { code, amount } = request.query;
    if (!amount || !/^\d{1,12}$/.test(amount)) return refuse(reply, 400, 'The amount field is required');
    if (code && !channelByCode(code)) return refuse(reply, 400, 'Payment channel is not available');
    return said(
      CHANNELS.filter((channel) => channel.code === (code || channel.code)).map((channel) => ({
        code: channel.code,
        name: channel.name,
        fee: feeAnswer(channel),
        total_fee: { merchant: feeOf(channel, Number(amount)), customer: 0 },
      })),
    );
  });
}
