import type { FastifyInstance } from 'fastify';
import { html } from '../../gateway/html.js';
import { document, sendPage } from '../../gateway/layout.js';
import { deliveriesPanel } from '../../gateway/overview.js';
import { formatRupiah } from '../../gateway/speech.js';
import { advance, type Sandbox } from '../payments.js';
import { speech } from './texts.js';

const SHOWN = 100;

/** `/`: what this sandbox holds, newest first, for the developer who runs it. */
export function overviewPage(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    advance(sandbox);
    const words = speech(request.query.lang, request.headers['accept-language']);
    const all = sandbox.book.list();
    const page = html`<main>
<section class="panel"><h1>Tripay sandbox</h1><p class="soft">${sandbox.clock.now().toISOString()} · ${all.length} transactions · gateway ${sandbox.faults.down ? 'down' : 'up'}</p></section>
<section class="panel"><h2>Transactions</h2><div class="wide"><table><thead><tr><th>Reference</th><th>Merchant reference</th><th>Amount</th><th>Fee</th><th>Channel</th><th>Status</th></tr></thead><tbody>
${all
  .slice(-SHOWN)
  .reverse()
  .map(
    ({ reference, merchantRef, amount, fee, method, status }) =>
      html`<tr><td><a href="/checkout/${reference}">${reference}</a></td><td>${merchantRef}</td><td>${formatRupiah(amount)}</td><td>${formatRupiah(fee)}</td><td>${method}</td><td>${status}</td></tr>`,
  )}
</tbody></table></div></section>
${deliveriesPanel(sandbox.notifier, ({ status }) => String(status))}
</main>`;
    return sendPage(reply, document(words, 'Tripay sandbox', '/', page));
  });
}
