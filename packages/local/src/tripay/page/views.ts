import { Html, html } from '../../gateway/html.js';
import { action, backLink, copyable, type Outcome, type Sheet } from '../../gateway/sheet.js';
import { formatRupiah } from '../../gateway/speech.js';
import type { Channel } from '../channels.js';
import type { Status, Transaction } from '../transaction.js';
import type { TextKey } from './texts.js';

export interface View extends Sheet<TextKey> {
  transaction: Transaction;
  channel: Channel;
}

/** What a payment that is no longer unpaid looks like to its payer. */
export const ENDINGS: Readonly<Record<Exclude<Status, 'UNPAID'>, Outcome>> = {
  PAID: { sign: 'good', title: 'paid', text: 'paidText' },
  EXPIRED: { sign: 'wait', title: 'expired', text: 'expiredText' },
  FAILED: { sign: 'bad', title: 'denied', text: 'deniedText' },
  REFUND: { sign: 'wait', title: 'returned', text: 'returnedText' },
};

function instructions(view: View, qrSvg: string | null): Html {
  const { say, transaction, channel } = view;
  if (transaction.payCode) {
    const isStore = channel.group === 'Convenience Store';
    return html`${copyable(view, say(isStore ? 'payCode' : 'vaNumber'), transaction.payCode)}<p class="help">${say(isStore ? 'storeHelp' : 'vaHelp')}</p>`;
  }
  const qr =
    qrSvg &&
    html`<div class="qr" role="img" aria-label="QRIS">${new Html(qrSvg)}</div><p class="stamp">${say('notPayable')}</p>`;
  return html`${qr}<p class="help">${say(qrSvg ? 'qrHelp' : 'walletHelp')}</p>`;
}

/** Not paid yet. Every channel is paid by the same button, so that people and tests find it. */
export function unpaidView(view: View, qrSvg: string | null): Html {
  const { say } = view;
  return html`<h1>${view.channel.name}</h1>
${instructions(view, qrSvg)}
<form class="actions" method="post" action="${action(view, 'pay')}"><button class="button primary">${say('pay', { amount: formatRupiah(view.amount) })}</button><p class="soft">${say('payHint')}</p></form>
<form class="actions" method="post" action="${action(view, 'fail')}"><button class="button quiet">${say('decline')}</button></form>
${backLink(view)}`;
}
