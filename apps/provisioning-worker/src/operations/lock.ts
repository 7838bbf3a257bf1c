import { Client } from 'pg';

/**
 * Holds an operation for as long as `work` takes, on a connection of its own: the lock ends with the process, whatever kills
 * it, and needs neither a clock nor renewal, however long a stream takes. False when somebody else has it. The signal
 * aborts when the connection breaks, for then somebody else may take it.
 */
export async function holdingOperation(
  databaseUrl: string,
  operationId: string,
  work: (lost: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'minispod operation',
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  await client.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS held',
      [`operation:${operationId}`],
    );
    if (!rows[0]?.held) return false;
    await work(lost.signal);
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
