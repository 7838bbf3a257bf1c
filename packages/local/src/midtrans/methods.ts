/** How a payment is shown to the payer and which fields its answers carry. */
export type MethodKind = 'va' | 'bill' | 'wallet' | 'qris' | 'card';

export interface Method {
  /** Snap's word in `enabled_payments`. */
  readonly code: string;
  /** Core's word in `payment_type`. */
  readonly paymentType: string;
  readonly bank?: string;
  readonly kind: MethodKind;
  readonly label: string;
  /** Up to four letters standing in for the logo. */
  readonly badge: string;
  readonly defaultExpiryMinutes: number;
  readonly refunds: 'none' | 'full' | 'partial';
  /** Whole rupiah and percent of the amount, kept from what is paid out. */
  readonly fee: { readonly flat: number; readonly percent: number };
}

const DAY = 24 * 60;
const TRANSFER_FEE = { flat: 4_000, percent: 0 };

const va = (bank: string, name: string, badge: string): Method => ({
  code: `${bank}_va`,
  paymentType: 'bank_transfer',
  bank,
  kind: 'va',
  label: `${name} Virtual Account`,
  badge,
  defaultExpiryMinutes: DAY,
  refunds: 'none',
  fee: TRANSFER_FEE,
});

const wallet = (
  code: string,
  label: string,
  badge: string,
  refunds: 'full' | 'partial',
  percent: number,
): Method => ({
  code,
  paymentType: code,
  kind: 'wallet',
  label,
  badge,
  defaultExpiryMinutes: 15,
  refunds,
  fee: { flat: 0, percent },
});

/**
 * Codes, default expiries and what can be refunded: https://docs.midtrans.com/reference/request-body-json-parameter and /reference/refund-transaction. Fees are
 * of the size that Midtrans' price list has; a merchant's own are in its contract.
 */
export const METHODS: readonly Method[] = [
  va('bca', 'BCA', 'BCA'),
  va('bni', 'BNI', 'BNI'),
  va('bri', 'BRI', 'BRI'),
  {
    code: 'echannel',
    paymentType: 'echannel',
    kind: 'bill',
    label: 'Mandiri Bill Payment',
    badge: 'MDR',
    defaultExpiryMinutes: DAY,
    refunds: 'none',
    fee: TRANSFER_FEE,
  },
  va('permata', 'Permata', 'PMT'),
  va('cimb', 'CIMB Niaga', 'CIMB'),
  wallet('gopay', 'GoPay', 'GO', 'partial', 2),
  wallet('shopeepay', 'ShopeePay', 'SP', 'full', 2),
  wallet('dana', 'DANA', 'DANA', 'partial', 1.5),
  wallet('ovo', 'OVO', 'OVO', 'full', 1.5),
  {
    code: 'other_qris',
    paymentType: 'qris',
    kind: 'qris',
    label: 'QRIS',
    badge: 'QRIS',
    defaultExpiryMinutes: 15,
    refunds: 'partial',
    fee: { flat: 0, percent: 0.7 },
  },
  {
    code: 'credit_card',
    paymentType: 'credit_card',
    kind: 'card',
    label: 'Visa, Mastercard, JCB',
    badge: 'CARD',
    defaultExpiryMinutes: 10,
    refunds: 'partial',
    fee: { flat: 2_000, percent: 2.9 },
  },
];

const BY_CODE = new Map(METHODS.map((method) => [method.code, method]));

export function methodByCode(code: string): Method | undefined {
  return BY_CODE.get(code);
}

/** The method of a Core charge, e.g. ('bank_transfer', 'bca'). */
export function methodByPaymentType(paymentType: string, bank?: string): Method | undefined {
  return METHODS.find((method) => method.paymentType === paymentType && (!bank || method.bank === bank));
}

export type CardOutcome = 'accept' | 'deny' | 'fraud-deny' | 'challenge' | 'accept-later';

export interface TestCard {
  readonly number: string;
  readonly secure: boolean;
  readonly outcome: CardOutcome;
}

/** https://docs.midtrans.com/docs/testing-payment-on-sandbox; the challenge number is of the 2021 list. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4811111111111114', secure: true, outcome: 'accept' },
  { number: '4911111111111113', secure: true, outcome: 'deny' },
  { number: '4411111111111118', secure: false, outcome: 'accept' },
  { number: '4611111111111116', secure: false, outcome: 'fraud-deny' },
  { number: '4711111111111115', secure: false, outcome: 'deny' },
  { number: '4511111111111117', secure: false, outcome: 'challenge' },
  { number: '5211111111111117', secure: true, outcome: 'accept' },
  { number: '5111111111111118', secure: true, outcome: 'deny' },
  { number: '4024007176265022', secure: false, outcome: 'accept-later' },
];

export const TEST_OTP = '112233';

export function testCard(number: string): TestCard | undefined {
  return TEST_CARDS.find((card) => card.number === number);
}

/** First eight and last four digits, as in `masked_card`. */
export function maskCard(number: string): string {
  return `${number.slice(0, 8)}-${number.slice(-4)}`;
}
