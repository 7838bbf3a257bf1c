import { SETTLING_GATEWAYS, type SettlingGateway } from '@minispod/contracts/payments';
import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { keepAlerts } from '../alert/keep.js';
import { localDay } from '../billing/dunning.js';
import type { PaymentDeps } from '../payment/converge-payment.js';
import { eachAlone, eachPart } from '../sweep/each-alone.js';
import { askAboutDifferences } from './ask.js';
import { importSettlements } from './import-settlements.js';
import { lockGateway, reconcile } from './reconcile.js';

const DAY_MS = 86_400_000;
/** Days asked for each time: what is settled late is in a list a few days on, and what is known already adds nothing. */
const DAYS = 7;
/** Days without a list before somebody is told. */
const PATIENCE_DAYS = 3;

/**
 * Takes in the lists of the gateways that have an API for them, once a Jakarta day each, and looks again at everything
 * that matched nothing: for every pass of the worker, none of which matters. A gateway that does not answer is asked by
 * the next.
 */
export async function sweepSettlements(deps: PaymentDeps, now: Date): Promise<void> {
  const { dataSource } = deps;
  const each = (name: string, work: (gateway: SettlingGateway) => Promise<void>) =>
    eachAlone({ dataSource, name, now }, () => [...SETTLING_GATEWAYS], work);
  await eachPart(
    { dataSource, name: 'settlements', now },
    {
      import: () => each('settlement-lists', (gateway) => importFromGateway(deps, gateway, now)),
      ask: () => askAboutDifferences(deps, now),
      reconcile: () =>
        each('reconciliation', (gateway) =>
          withTransaction(dataSource, async (tx) => {
            await lockGateway(tx, gateway);
            await reconcile(tx, gateway, now);
          }),
        ),
      alert: () => alertOnLists(dataSource, now),
    },
  );
}

async function importFromGateway(deps: PaymentDeps, name: SettlingGateway, now: Date): Promise<void> {
  const gateway = deps.gateways.get(name);
  if (!gateway || (await wasAskedToday(deps.dataSource, name, now))) return;
  const days = {
    first: localDay(new Date(now.getTime() - DAYS * DAY_MS)),
    last: localDay(new Date(now.getTime() - DAY_MS)),
  };
  const lines = await gateway.settlements(days.first, days.last);
  if (lines === null) return;
  await importSettlements(deps, null, { gateway: name, source: 'API', fileName: null, days, lines }, now);
}

async function wasAskedToday(dataSource: DataSource, gateway: SettlingGateway, now: Date): Promise<boolean> {
  const yesterday = localDay(new Date(now.getTime() - DAY_MS));
  const [{ asked }] = await dataSource.query(
    `SELECT EXISTS (SELECT FROM settlement_imports WHERE gateway = $1 AND source = 'API' AND last_day >= $2) AS asked`,
    [gateway, yesterday],
  );
  return asked;
}

/** Without lists nothing can differ: credited days that no list tells of are a matter of their own. */
async function alertOnLists(dataSource: DataSource, now: Date): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const rows: { gateway: string; payments: number; since: string }[] = await tx.query(
      `SELECT p.gateway, count(*)::int AS payments, min((p.paid_at AT TIME ZONE 'Asia/Jakarta')::date)::text AS since FROM payments p
        WHERE p.gateway <> 'manual' AND p.paid_at < $1::timestamptz - interval '${PATIENCE_DAYS} days'
          AND NOT EXISTS (SELECT FROM settlement_lines l WHERE l.settles_payment = p.id)
          AND NOT EXISTS (SELECT FROM settlement_imports i
                           WHERE i.gateway = p.gateway AND (p.paid_at AT TIME ZONE 'Asia/Jakarta')::date BETWEEN i.first_day AND i.last_day)
        GROUP BY p.gateway`,
      [now],
    );
    const alerts = rows.map(({ gateway, ...details }) => ({
      subject: gateway,
      message: `No settlement list of ${gateway} has been imported for ${details.payments} top-ups since ${details.since}`,
      details,
    }));
    await keepAlerts(tx, 'SETTLEMENT_LIST_MISSING', alerts, now);
  });
}
