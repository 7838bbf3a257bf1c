import pg from 'pg';
import { DataSource, DefaultNamingStrategy } from 'typeorm';
import { wholeNumber } from './columns.js';
import { entities } from './entities/index.js';
import { migrations } from './migrations/index.js';

/** `createdAt` ↔ `created_at`: the tables keep the founding documents' names. */
class SnakeCase extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string): string {
    return customName || propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

// Raw queries get whole numbers as well: amounts and counts are never text.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => wholeNumber.from(text));

/**
 * An error that arrives with the very answer to connecting finds nobody: pg-pool has stopped listening by then and TypeORM
 * has not begun, and an 'error' event that nobody hears ends the process. The next query on the connection meets it anyway.
 */
class HeardClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on('error', () => {});
  }
}

export interface DatabaseSettings {
  url: string;
  /** Connections kept at most. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
}

/** An unopened data source; `initialize()` connects. Times are sent and read as UTC whatever the machine's zone is. */
export function createDataSource({
  url,
  poolSize = 10,
  applicationName = 'minispod',
}: DatabaseSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    namingStrategy: new SnakeCase(),
    poolSize,
    applicationName,
    connectTimeoutMS: 10_000,
    extra: {
      Client: HeardClient,
      // Said once for a connection: saying it for every transaction is another round trip.
      options: '-c default_transaction_isolation=read\\ committed',
      idle_in_transaction_session_timeout: 30_000,
      statement_timeout: 60_000,
      keepAlive: true,
    },
  });
}
