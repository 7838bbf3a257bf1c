import { Html, html } from './html.js';
import { formatDeadline, formatRupiah, type Speech } from './speech.js';
import type { SheetKey } from './texts.js';

/** What every view of one payment page needs. */
export interface Sheet<Key extends string = SheetKey> extends Speech<Key | SheetKey> {
  orderId: string;
  /** Whole rupiah. */
  amount: number;
  description: string;
  customerName: string;
  merchantName: string;
  /** Address of the page, without query. */
  base: string;
  /** Where the merchant wants the payer back, with the outcome appended; null where nobody waits. */
  backUrl: string | null;
  /** Until when it can be paid, while it can. */
  payBefore: Date | null;
  /** Seconds until then, by the sandbox's clock. */
  secondsLeft: number | null;
}

export const action = ({ base, lang }: Pick<Sheet, 'base' | 'lang'>, verb: string) =>
  `${base}/${verb}?lang=${lang}`;

function fact(label: string, value: string | Html): Html {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** The left or upper part: who is paid, how much, for what, until when. */
function summary(sheet: Sheet): Html {
  const { say, merchantName, secondsLeft, payBefore } = sheet;
  return html`<section class="summary" aria-label="${say('total')}">
<div class="merchant"><span class="mark" aria-hidden="true">${merchantName.slice(0, 1)}</span><div><small>${say('payTo')}</small><strong>${merchantName}</strong></div></div>
<div class="total"><span class="soft">${say('total')}</span><strong>${formatRupiah(sheet.amount)}</strong></div>
<dl class="facts">
${sheet.description && fact(say('order'), sheet.description)}
${fact('ID', sheet.orderId)}
${sheet.customerName && fact(say('customer'), sheet.customerName)}
${payBefore && fact(say('payBefore'), formatDeadline(payBefore, sheet.lang))}
${payBefore && secondsLeft !== null && html`<div hidden><dt>${say('timeLeft')}</dt><dd data-seconds="${secondsLeft}"></dd></div>`}
</dl>
</section>`;
}

/** The page's content: summary and `body`. It is loaded anew when `<base>/state` answers another `state`. */
export function sheetContent(sheet: Sheet, state: string, body: Html): Html {
  return html`<main class="sheet" data-state="${state}" data-watch="${sheet.base}/state">${summary(sheet)}<section class="body">${body}</section></main>`;
}

/** For an address that leads to no payment. */
export function goneContent({ say }: Speech<SheetKey>): Html {
  return html`<main class="sheet alone"><section class="body"><div class="outcome"><h1>${say('gone')}</h1><p>${say('goneText')}</p></div></section></main>`;
}

export function backLink({ backUrl, say, merchantName }: Sheet): Html | null {
  return backUrl === null
    ? null
    : html`<div class="actions"><a class="button quiet" href="${backUrl}">${say('back', { merchant: merchantName })}</a></div>`;
}

export function copyable({ say }: Sheet, label: string, value: string): Html {
  const spaced = value.length > 8 ? value.replace(/(.{4})(?=.)/g, '$1 ') : value;
  return html`<div class="number"><div><span class="soft">${label}</span><code>${spaced}</code></div><button type="button" class="button quiet copy" hidden data-copy="${value}" data-done="${say('copied')}" aria-label="${say('copy')} — ${label}">${say('copy')}</button></div>`;
}

const SIGNS = {
  good: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
  bad: '<path d="M7 7l10 10M17 7L7 17"/>',
  wait: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
};

export interface Outcome<Key extends string = SheetKey> {
  sign: keyof typeof SIGNS;
  title: Key | SheetKey;
  text: Key | SheetKey;
}

/** The end of a payment, or of the page. Whoever succeeded is taken back after a moment. */
export function outcomeView<Key extends string>(
  { say, backUrl, merchantName }: Sheet<Key>,
  { sign, title, text }: Outcome<Key>,
): Html {
  const goes = sign === 'good' && backUrl !== null;
  const names = { merchant: merchantName };
  return html`<div class="outcome">
<div class="sign${sign === 'bad' && ' bad'}"><svg viewBox="0 0 24 24" aria-hidden="true">${new Html(SIGNS[sign])}</svg></div>
<h1>${say(title)}</h1><p>${say(text, names)}</p>
${backUrl && html`<div class="actions"><a class="button primary" href="${backUrl}"${goes && new Html(' data-back="5"')}>${say('back', names)}</a></div>`}
${goes && html`<p data-back-note="${say('backSoon', { seconds: '{seconds}' })}"></p>`}
</div>`;
}
