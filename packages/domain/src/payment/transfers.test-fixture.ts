import { aCustomer } from '@minispod/testing/builders';
import { type TestDatabase, testDatabase } from '@minispod/testing/database';
import { getTopUp } from './get-top-up.js';
import { approveTransfer, rejectTransfer } from './review-transfer.js';
import { topUp } from './top-up.js';
import { uploadProof } from './upload-proof.js';

export const NOW = new Date('2026-03-02T03:00:00Z');
export const LAPSED = new Date(NOW.getTime() + 3 * 86_400_000);
export const ACCOUNT = { bank: 'BCA', number: '0000000000', holder: 'PT Contoh' };

export const depsOn = ({ dataSource }: TestDatabase) => ({
  dataSource,
  gateways: new Map(),
  publicUrl: 'http://console.test',
  bankAccounts: [ACCOUNT],
});

/** A database with two administrators, and what they and customers do about transfers by hand. */
/** Seals the proofs of these tests. */
export const PROOF_KEY = 'a key for proofs that is visibly made up';

export async function transferDesk() {
  const db = await testDatabase({ poolSize: 25 });
  const { dataSource } = db;
  const { manager } = dataSource;
  const administrators = [await aCustomer(dataSource), await aCustomer(dataSource)] as const;
  return {
    db,
    administrators,
    open: (userId: string) =>
      topUp(depsOn(db), userId, { amount: 100_000, paymentMethod: 'MANUAL_TRANSFER' }, NOW),
    prove: (userId: string, transactionId: string, content = 'a picture', at = NOW) =>
      uploadProof(
        dataSource,
        userId,
        transactionId,
        { content: Buffer.from(content), contentType: 'image/png', fileName: 'bukti.png' },
        PROOF_KEY,
        at,
      ),
    approve: (transactionId: string, by: 0 | 1 = 0) =>
      approveTransfer(dataSource, administrators[by], transactionId, NOW, 'On the statement'),
    reject: (transactionId: string, by: 0 | 1 = 0) =>
      rejectTransfer(dataSource, administrators[by], transactionId, 'No such transfer', NOW),
    see: (userId: string, transactionId: string) => getTopUp(manager, userId, transactionId),
    told: async (transactionId: string) =>
      (
        await dataSource.query('SELECT kind FROM notifications WHERE dedupe_key LIKE $1 ORDER BY kind', [
          `%:${transactionId}`,
        ])
      ).map((row: { kind: string }) => row.kind),
    recorded: async (transactionId: string) =>
      (await dataSource.query('SELECT action FROM audit_log WHERE subject_id = $1', [transactionId])).map(
        (row: { action: string }) => row.action,
      ),
  };
}

export const refusals = (results: PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
