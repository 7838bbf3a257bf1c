import { withTransaction } from '@minispod/database/transaction';
import type { DataSource } from 'typeorm';
import { closeAlert } from '../alert/close.js';
import { raiseAlert } from '../alert/raise.js';
import type { CertificateState } from '../ports/cluster.js';

/** An issuer renews a month ahead; one that ends sooner than this, in ms, is not being renewed. */
const ENDS_SOON = 10 * 86_400_000;

/** Keeps the operator's alert about the certificate of all apps as that one is now. */
export async function alertOnAppsCertificate(
  dataSource: DataSource,
  { name, state }: { name: string; state: CertificateState },
  now: Date,
): Promise<void> {
  const subject = { kind: 'CERTIFICATE_TROUBLE', subject: name };
  const message = troubleOf(state, now);
  // An issuance under way says nothing new about the last one.
  if (message === null && state.status === 'PENDING') return;
  await withTransaction(dataSource, async (tx) => {
    if (message === null) await closeAlert(tx, subject, now);
    else await raiseAlert(tx, { ...subject, severity: 'CRITICAL', message: `${name}: ${message}` }, now);
  });
}

function troubleOf(state: CertificateState, now: Date): string | null {
  if (state.status === 'FAILED') return state.message;
  const endsSoon = state.status === 'READY' && state.expiresAt.getTime() - now.getTime() < ENDS_SOON;
  return endsSoon ? `the certificate ends on ${state.expiresAt.toISOString()} and is not renewed` : null;
}
