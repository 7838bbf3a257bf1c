import { withTransaction } from '@minispod/database/transaction';
import { keepAlerts } from '../alert/keep.js';
import type { Pass } from './pass.js';

/** In a row: once or twice may be a deadlock or a restart. */
const REPEATEDLY = 3;
/** What passes by itself and has not for this long, does not. */
const PATIENCE = '30 minutes';
/** Rows of one pass that wait for what passes by itself: more than these are one outage and not a matter of each. */
const OUTAGE = 10;
/** Alerts of this kind at one time: when everything fails, the first ones say why. */
const MOST = 50;

interface Row {
  pass: string;
  subject: string;
  failures: number;
  firstFailedAt: Date;
  error: string;
  /** In the operator's words, when it is something of a customer's. */
  name: string | null;
  userId: string | null;
  instanceId: string | null;
}

/** Keeps one alert open for each row that passes fail with again and again. */
export async function alertOnFailures({ dataSource, now }: Pass): Promise<void> {
  await withTransaction(dataSource, async (tx) => {
    const rows: Row[] = await tx.query(
      `WITH lasting AS (
         SELECT f.*, count(*) FILTER (WHERE is_passing) OVER (PARTITION BY pass) AS waiting,
                CASE WHEN subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN subject::uuid END AS id
           FROM pass_failures f)
       SELECT f.pass, f.subject, f.failures, f.first_failed_at AS "firstFailedAt", f.error, i.id AS "instanceId", u.id AS "userId",
              coalesce(i.name || ' (' || u.email || ')', d.domain, u.email) AS name
         FROM lasting f
         LEFT JOIN custom_domains d ON d.id = f.id
         LEFT JOIN service_instances i ON i.id = f.id
         LEFT JOIN subscriptions s ON s.id = i.subscription_id
         LEFT JOIN payments p ON p.id = f.id
         LEFT JOIN users u ON u.id = coalesce(s.user_id, d.user_id, p.user_id, f.id)
        WHERE f.failures >= ${REPEATEDLY}
          AND (NOT f.is_passing OR (f.waiting <= ${OUTAGE} AND f.first_failed_at <= $1::timestamptz - interval '${PATIENCE}'))
        ORDER BY f.first_failed_at, f.pass, f.subject LIMIT ${MOST}`,
      [now],
    );
    const alerts = rows.map(
      ({ pass, subject, failures, firstFailedAt, error, name, userId, instanceId }) => ({
        subject: `${pass}:${subject}`,
        message: `"${pass}" has failed ${failures} times in a row for ${name ?? subject}: ${error}`,
        details: { pass, row: subject, failures, since: firstFailedAt.toISOString(), instanceId },
        ...(userId !== null && { userId }),
      }),
    );
    await keepAlerts(tx, 'PASS_FAILING', alerts, now);
  });
}
