import { Html, html } from '../../gateway/html.js';
import { formatDeadline, formatRupiah, type Speech } from '../../gateway/speech.js';
import { METHODS, type Method, methodByCode, TEST_CARDS } from '../methods.js';
import type { Begun, Payment, Transaction } from '../transaction.js';
import type { TextKey } from './texts.js';

/** What every view of one payment page needs. */
export interface View extends Speech<TextKey> {
  transaction: Transaction;
  merchantName: string;
  /** Address of the page, without query. */
  base: string;
  /** Where the merchant wants the payer back, with the outcome appended; null where nobody waits. */
  backUrl: string | null;
  /** Seconds until the payment lapses, by the sandbox's clock. */
  secondsLeft: number | null;
}

export type FormError = 'cardInvalid' | 'expiryInvalid' | 'cvvInvalid' | 'otpWrong';

const amountOf = ({ transaction }: View) => formatRupiah(transaction.amount);
const action = ({ base, lang }: View, verb: string) => `${base}/${verb}?lang=${lang}`;

function fact(label: string, value: string | Html): Html {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** The left or upper part: who is paid, how much, for what, until when. */
export function summary(view: View): Html {
  const { say, transaction, merchantName, secondsLeft } = view;
  const { payment } = transaction;
  const pending = payment?.status === 'pending';
  return html`<section class="summary" aria-label="${say('total')}">
<div class="merchant"><span class="mark" aria-hidden="true">${merchantName.slice(0, 1)}</span><div><small>${say('payTo')}</small><strong>${merchantName}</strong></div></div>
<div class="total"><span class="soft">${say('total')}</span><strong>${amountOf(view)}</strong></div>
<dl class="facts">
${transaction.description && fact(say('order'), transaction.description)}
${fact('ID', transaction.orderId)}
${transaction.customerName && fact(say('customer'), transaction.customerName)}
${pending && fact(say('payBefore'), formatDeadline(new Date(payment.expiresAt), view.lang))}
${pending && secondsLeft !== null && html`<div hidden><dt>${say('timeLeft')}</dt><dd data-seconds="${secondsLeft}"></dd></div>`}
</dl>
</section>`;
}

const GROUPS: readonly (readonly [TextKey, readonly Method['kind'][]])[] = [
  ['bankTransfer', ['va', 'bill']],
  ['wallets', ['wallet', 'qris']],
  ['cards', ['card']],
];

function methodName({ say }: View, method: Method): string {
  if (method.kind === 'card') return say('cardMethod');
  return method.kind === 'qris' ? say('qrisMethod') : method.label;
}

export function chooseView(view: View): Html {
  const { say, transaction } = view;
  const enabled = METHODS.filter(({ code }) => transaction.snap?.enabled.includes(code));
  const choice = (method: Method) => {
    const inside = html`<span class="badge" aria-hidden="true">${method.badge}</span><span>${methodName(view, method)}</span>`;
    return method.kind === 'card'
      ? html`<li><a class="choice" href="${action(view, 'card')}">${inside}</a></li>`
      : html`<li><button class="choice" name="method" value="${method.code}">${inside}</button></li>`;
  };
  const groups = GROUPS.map(([title, kinds]) => {
    const methods = enabled.filter(({ kind }) => kinds.includes(kind));
    return methods.length > 0 && html`<h2>${say(title)}</h2><ul class="choices">${methods.map(choice)}</ul>`;
  });
  return html`<h1>${say('choose')}</h1><form method="post" action="${action(view, 'choose')}">${groups}</form>${backLink(view)}`;
}

function backLink({ backUrl, say, merchantName }: View): Html | null {
  return backUrl === null
    ? null
    : html`<div class="actions"><a class="button quiet" href="${backUrl}">${say('back', { merchant: merchantName })}</a></div>`;
}

function copyable({ say }: View, label: string, value: string): Html {
  const spaced = value.length > 8 ? value.replace(/(.{4})(?=.)/g, '$1 ') : value;
  return html`<div class="number"><div><span class="soft">${label}</span><code>${spaced}</code></div><button type="button" class="button quiet copy" hidden data-copy="${value}" data-done="${say('copied')}" aria-label="${say('copy')} — ${label}">${say('copy')}</button></div>`;
}

function instructions(view: View, payment: Payment, qrSvg: string | null): Html {
  const { say } = view;
  if (payment.vaNumber)
    return html`${copyable(view, say('vaNumber'), payment.vaNumber)}<p class="help">${say('vaHelp')}</p>`;
  if (payment.billKey && payment.billerCode)
    return html`${copyable(view, say('billerCode'), payment.billerCode)}${copyable(view, say('billKey'), payment.billKey)}<p class="help">${say('billHelp')}</p>`;
  const qr =
    qrSvg &&
    html`<div class="qr" role="img" aria-label="QRIS">${new Html(qrSvg)}</div><p class="stamp">${say('notPayable')}</p>`;
  return html`${qr}<p class="help">${say(qrSvg ? 'qrHelp' : 'walletHelp')}</p>`;
}

/** A chosen method, not paid yet. Every method is paid by the same button, so that people and tests find it. */
export function pendingView(view: View, transaction: Begun, qrSvg: string | null): Html {
  const { say } = view;
  const method = methodByCode(transaction.payment.methodCode);
  return html`<h1>${method && methodName(view, method)}</h1>
${instructions(view, transaction.payment, qrSvg)}
<form class="actions" method="post" action="${action(view, 'pay')}"><button class="button primary">${say('pay', { amount: amountOf(view) })}</button><p class="soft">${say('payHint')}</p></form>
<div class="actions row">
<form method="post" action="${action(view, 'fail')}"><button class="button quiet">${say('decline')}</button></form>
<form method="post" action="${action(view, 'cancel')}"><button class="button quiet">${say('cancel')}</button></form>
</div>`;
}

function field(name: string, label: string, attributes: string, value = ''): Html {
  return html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${value}" required inputmode="numeric" ${new Html(attributes)}></div>`;
}

export function cardView(view: View, error?: FormError, typed: Readonly<Record<string, string>> = {}): Html {
  const { say } = view;
  return html`<h1>${say('cardMethod')}</h1>
${error && html`<p class="error" role="alert">${say(error)}</p>`}
<form method="post" action="${action(view, 'card')}">
${field('number', say('cardNumber'), 'autocomplete="off" maxlength="23" placeholder="4811 1111 1111 1114"', typed.number)}
<div class="row">${field('expiry', say('cardExpiry'), 'autocomplete="off" maxlength="5" placeholder="12/30"', typed.expiry)}${field('cvv', say('cardCvv'), 'autocomplete="off" maxlength="4" placeholder="123"', typed.cvv)}</div>
<div class="actions"><button class="button primary">${say('pay', { amount: amountOf(view) })}</button><a class="button quiet" href="${view.base}?lang=${view.lang}">${say('otherMethod')}</a></div>
</form>
<details class="cards" open><summary>${say('testCards')}</summary><p class="soft">${say('testCardsHint')}</p>
<ul>${TEST_CARDS.map(({ number, outcome, secure }) => html`<li><code>${number.replace(/(.{4})(?=.)/g, '$1 ')}</code><span>${say(outcome)}${secure && ', OTP'}</span></li>`)}</ul></details>`;
}

export function otpView(view: View, error?: FormError): Html {
  const { say } = view;
  return html`<h1>${say('otpTitle')}</h1>
${error && html`<p class="error" role="alert">${say(error)}</p>`}
<form method="post" action="${action(view, 'otp')}">
${field('otp', say('otp'), 'autocomplete="one-time-code" maxlength="6" placeholder="112233"')}
<p class="soft">${say('otpHint')}</p>
<div class="actions"><button class="button primary">${say('confirm')}</button></div>
</form>
<form class="actions" method="post" action="${action(view, 'cancel')}"><button class="button quiet">${say('cancel')}</button></form>`;
}

const SIGNS = {
  good: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  bad: '<path d="M7 7l10 10M17 7L7 17"/>',
  wait: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
};

export interface Outcome {
  sign: keyof typeof SIGNS;
  title: TextKey;
  text: TextKey;
}

/** The end of a payment, or of the page. Whoever succeeded is taken back after a moment. */
export function outcomeView(view: View, { sign, title, text }: Outcome): Html {
  const { say, backUrl, merchantName } = view;
  const goes = sign === 'good' && backUrl !== null;
  const names = { merchant: merchantName };
  return html`<div class="outcome">
<div class="sign${sign === 'bad' && ' bad'}"><svg viewBox="0 0 24 24" aria-hidden="true">${new Html(SIGNS[sign])}</svg></div>
<h1>${say(title)}</h1><p>${say(text, names)}</p>
${backUrl && html`<div class="actions"><a class="button primary" href="${backUrl}"${goes && new Html(' data-back="5"')}>${say('back', names)}</a></div>`}
${goes && html`<p data-back-note="${say('backSoon', { seconds: '{seconds}' })}"></p>`}
</div>`;
}
