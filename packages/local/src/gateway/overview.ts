import { type Html, html } from './html.js';
import type { Notifier } from './notifier.js';

const SHOWN = 100;

/** What was sent to merchants, newest first. `told` names the status in a notification. */
export function deliveriesPanel(
  { deliveries }: Notifier,
  told: (body: Record<string, unknown>) => string,
): Html {
  const sent = deliveries.slice(-SHOWN).reverse();
  return html`<section class="panel"><h2>Notifications</h2><div class="wide"><table><thead><tr><th>Order</th><th>Told</th><th>State</th><th>Answers</th></tr></thead><tbody>
${sent.map(({ orderId, body, state, attempts }) => html`<tr><td>${orderId}</td><td>${told(body)}</td><td>${state}</td><td>${attempts.map(({ httpStatus, error }) => httpStatus ?? error).join(', ')}</td></tr>`)}
</tbody></table></div></section>`;
}
