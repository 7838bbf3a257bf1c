import { User } from '@minispod/database/entities/user.entity';
import { withTransaction } from '@minispod/database/transaction';
import { startSession } from '@minispod/domain/account/start-session';
import { sessionSettings } from '@minispod/domain/account/tokens';
import { newId } from '@minispod/domain/id';
import { aCustomer } from '@minispod/testing/builders';
import type { Product } from '@minispod/testing/product';
import { RestClient } from '@minispod/testing/rest-client';
import type { DataSource } from 'typeorm';

/**
 * People with credit, logged in, put straight into the running product's database: a hundred of them in a second, where
 * hashing their passwords alone would take ten.
 */
export async function givenCustomers(
  { url, settings }: Product,
  dataSource: DataSource,
  count: number,
  balance = 100_000,
): Promise<RestClient[]> {
  const sessions = sessionSettings({
    jwtSecret: settings.JWT_SECRET ?? '',
    refreshSecret: settings.JWT_REFRESH_SECRET ?? '',
    accessSeconds: 3_600,
    refreshSeconds: 3_600,
  });
  const logIn = async (userId: string) => {
    const user = await dataSource.manager.findOneByOrFail(User, { id: userId });
    const session = await withTransaction(dataSource, (tx) =>
      startSession(tx, sessions, user, newId(), new Date()),
    );
    return new RestClient(url, session);
  };
  return Promise.all(
    Array.from({ length: count }, async () => logIn(await aCustomer(dataSource, { balance }))),
  );
}
