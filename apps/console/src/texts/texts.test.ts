import { ROLES, USER_STATUSES } from '@minispod/contracts/account';
import { ERROR_STATUS } from '@minispod/contracts/error-codes';
import { INSTANCE_STATUSES } from '@minispod/contracts/instance';
import { INVOICE_KINDS } from '@minispod/contracts/invoice';
import { NOTIFICATION_KINDS } from '@minispod/contracts/notification';
import { ORDER_KINDS, ORDER_STATUSES } from '@minispod/contracts/order';
import { DIFFERENCE_KINDS, RESOLUTIONS, SETTLEMENT_FILE_PROBLEMS } from '@minispod/contracts/payments';
import { SUBSCRIPTION_STATUSES } from '@minispod/contracts/subscription';
import {
  GATEWAYS,
  PAYMENT_FLAGS,
  PAYMENT_STATUSES,
  STORED_PAYMENT_METHODS,
  TOP_UP_METHODS,
  TRANSACTION_STATUSES,
  TRANSACTION_TYPES,
} from '@minispod/contracts/wallet';
import { describe, expect, it } from 'vitest';
import { en } from './en/index.js';
import { id } from './id/index.js';

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  ) as [string, string][];
}

/** As the billing domain writes them. */
const END_REASONS = [
  'PERIOD_ENDED',
  'UNPAID',
  'CANCELLED',
  'PROVISIONING_FAILED',
  'PAYMENT_EXPIRED',
  'PAYMENT_FAILED',
  'PAYMENT_CANCELLED',
  'PAYMENT_SHORT',
];
const REASONS = [
  ...END_REASONS,
  'REPLACED',
  'PAID',
  'ADMINISTRATOR',
  'RESUMED',
  'UPGRADED',
  'RENEWED',
  'YEARLY',
];

const english = new Map(flatten(en));
const indonesian = new Map(flatten(id));
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('texts', () => {
  it('are there in both languages', () => {
    const expected = [...english.keys()].filter((key) => !key.endsWith('_one'));
    expect([...indonesian.keys()].sort()).toEqual(expected.sort());
  });

  it('fill in the same values in both languages', () => {
    for (const [key, text] of indonesian) {
      expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
    }
  });

  it('are never empty, and a singular has its plural', () => {
    for (const [key, text] of [...english, ...indonesian]) expect(text.trim(), key).not.toBe('');
    for (const key of english.keys()) {
      if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/, '_other')), key).toBe(true);
    }
  });

  it('are written, not left in the other language', () => {
    const same = [...indonesian].filter(([key, text]) => english.get(key) === text && / /.test(text));
    expect(same.map(([key]) => key)).toEqual(['frame.indonesian', 'topUp.methodText.CREDIT_CARD']);
  });
});

describe('every code has words', () => {
  it.each([
    ['errors', en.errors.text, Object.keys(ERROR_STATUS)],
    ['instance states', en.states.instance, INSTANCE_STATUSES],
    ['order states', en.states.order, ORDER_STATUSES],
    ['transaction states', en.states.transaction, TRANSACTION_STATUSES],
    ['subscription states', en.states.subscription, SUBSCRIPTION_STATUSES],
    ['why a subscription ended', en.subscription.endReason, END_REASONS],
    ['why a state changed', en.reason, REASONS],
    ['kinds of notification', en.preference.kind, NOTIFICATION_KINDS],
    ['kinds of invoice', en.invoice.kind, INVOICE_KINDS],
    ['roles', en.admin.users.role, ROLES],
    ['states of accounts', en.admin.users.status, USER_STATUSES],
    ['kinds of order', en.order.kind, ORDER_KINDS],
    ['kinds of transaction', en.wallet.type, TRANSACTION_TYPES],
    ['payment methods', en.wallet.method, STORED_PAYMENT_METHODS],
    ['top-up methods', en.topUp.methods, TOP_UP_METHODS],
    ['states of payments', en.payments.status, PAYMENT_STATUSES],
    ['flags of payments', en.payments.flag, PAYMENT_FLAGS],
    ['what flags mean', en.payments.flagText, PAYMENT_FLAGS],
    ['gateways', en.payments.gateway, GATEWAYS],
    ['kinds of difference', en.reconciliation.differences.kind, DIFFERENCE_KINDS],
    ['what kinds of difference mean', en.reconciliation.differences.explain, DIFFERENCE_KINDS],
    ['what is wrong with a list', en.reconciliation.import.problem, SETTLEMENT_FILE_PROBLEMS],
    ['resolutions', en.reconciliation.resolve.choice, RESOLUTIONS],
  ])('%s', (_, texts, codes) => {
    expect(Object.keys(texts)).toEqual(expect.arrayContaining([...codes]));
  });
});
