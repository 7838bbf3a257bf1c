import type { FastifyInstance } from 'fastify';
import { html } from '../../gateway/html.js';
import { document, sendPage } from '../../gateway/layout.js';
import { deliveriesPanel } from '../../gateway/overview.js';
import { formatRupiah } from '../../gateway/speech.js';
import { advance, type Sandbox } from '../payments.js';
import { formatWib } from '../time.js';
import { speech } from './texts.js';

const SHOWN = 100;

/** `/`: what this sandbox holds, newest first, for the developer who runs it. */
export function overviewPage(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Querystring: { lang?: string } }>('/', async (request, reply) => {
    advance(sandbox);
    const spoken = speech(request.query.lang, request.headers['accept-language']);
    const orders = sandbox.book.list().slice(-SHOWN).reverse();
    const today = formatWib(sandbox.clock.now()).slice(0, 10);
    const page = html`<main>
<section class="panel"><h1>Midtrans sandbox</h1><p class="soft">${sandbox.clock.now().toISOString()} · ${sandbox.book.list().length} orders · gateway ${sandbox.faults.down ? 'down' : 'up'}</p></section>
<section class="panel"><h2>Settlement list</h2><form method="get" action="/sandbox/settlements"><div class="row"><div class="field"><label for="from">From</label><input id="from" name="from" type="date" value="${today}" required></div><div class="field"><label for="to">To</label><input id="to" name="to" type="date" value="${today}" required></div></div><div class="actions"><button class="button primary">Download CSV</button></div></form></section>
<section class="panel"><h2>Orders</h2><div class="wide"><table><thead><tr><th>Order</th><th>Amount</th><th>Method</th><th>Status</th></tr></thead><tbody>
${orders.map(({ orderId, amount, payment }) => html`<tr><td><a href="/simulator/${orderId}">${orderId}</a></td><td>${formatRupiah(amount)}</td><td>${payment?.methodCode ?? '–'}</td><td>${payment?.status ?? 'no method chosen'}</td></tr>`)}
</tbody></table></div></section>
${deliveriesPanel(sandbox.notifier, (body) => String(body.transaction_status))}
</main>`;
    return sendPage(reply, document(spoken, 'Midtrans sandbox', '/', page));
  });
}
