import { Html, html } from '../../gateway/html.js';
import { action, backLink, copyable, type Sheet } from '../../gateway/sheet.js';
import { formatRupiah } from '../../gateway/speech.js';
import { METHODS, type Method, methodByCode, TEST_CARDS } from '../methods.js';
import type { Begun, Payment, Transaction } from '../transaction.js';
import type { TextKey } from './texts.js';

export interface View extends Sheet<TextKey> {
  transaction: Transaction;
}

export type FormError = 'cardInvalid' | 'expiryInvalid' | 'cvvInvalid' | 'otpWrong';

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
<form class="actions" method="post" action="${action(view, 'pay')}"><button class="button primary">${say('pay', { amount: formatRupiah(view.amount) })}</button><p class="soft">${say('payHint')}</p></form>
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
<div class="actions"><button class="button primary">${say('pay', { amount: formatRupiah(view.amount) })}</button><a class="button quiet" href="${view.base}?lang=${view.lang}">${say('otherMethod')}</a></div>
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
