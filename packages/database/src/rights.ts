import type { DataSource } from 'typeorm';

/**
 * What has happened is only ever added to. The triggers called `append_only` say which tables those are, and hold against a
 * mistake in the application; against somebody who has its password, only missing rights hold.
 */
const APPEND_ONLY = `SELECT c.relname::text AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgname = 'append_only' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`;

/** What gateways said stays as they said it; only how often, and whether it was handled, may be noted beside it. */
const NOTABLE = { gateway_events: ['deliveries', 'last_received_at', 'next_ask_at', 'handled_at'] };

/** Where BullMQ keeps the queues, when there is no Redis: its own tables, which it migrates itself. */
const QUEUES = 'bullmq';

/**
 * Gives the role that the processes sign in with what they need and no more: rows, but neither tables nor what has
 * happened. The role is made when it does not exist yet. Run it after every migration, as the owner of the tables; it
 * changes nothing the second time.
 */
export async function grantApplicationRights(
  owner: DataSource,
  { role, password }: { role: string; password: string },
): Promise<void> {
  await owner.transaction(async (tx) => {
    const quoted = async (format: string, ...values: string[]): Promise<void> => {
      const marks = values.map((_, index) => `, $${index + 2}::text`).join('');
      const [{ statement }] = await tx.query<[{ statement: string }]>(
        `SELECT format($1::text${marks}) AS statement`,
        [format, ...values],
      );
      await tx.query(statement);
    };
    const known = await tx.query<unknown[]>('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (known.length === 0) await quoted('CREATE ROLE %I LOGIN PASSWORD %L', role, password);
    const [{ database }] = await tx.query<[{ database: string }]>('SELECT current_database() AS database');
    await quoted('GRANT CONNECT, TEMPORARY, CREATE ON DATABASE %I TO %I', database, role);
    await quoted('GRANT USAGE ON SCHEMA public TO %I', role);
    await quoted('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', role);
    await quoted('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', role);
    await quoted('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', role);
    await quoted('REVOKE INSERT, UPDATE, DELETE ON public.migrations FROM %I', role);
    for (const { name } of await tx.query<{ name: string }[]>(APPEND_ONLY))
      await quoted('REVOKE UPDATE, DELETE ON public.%I FROM %I', name, role);
    for (const [name, columns] of Object.entries(NOTABLE)) {
      await quoted('REVOKE UPDATE, DELETE ON public.%I FROM %I', name, role);
      for (const column of columns) await quoted('GRANT UPDATE (%I) ON public.%I TO %I', column, name, role);
    }
    await handOverQueues(tx.query.bind(tx), quoted, role);
  });
}

/** Queues that an older version made as the owner belong to the application from now on. */
async function handOverQueues(
  query: (statement: string, values: unknown[]) => Promise<{ kind: string; name: string }[]>,
  quoted: (format: string, ...values: string[]) => Promise<void>,
  role: string,
): Promise<void> {
  const owned = await query(
    `SELECT 'SCHEMA' AS kind, quote_ident(nspname) AS name FROM pg_namespace WHERE nspname = $1
     UNION ALL SELECT 'TABLE', c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = to_regnamespace($1) AND c.relkind IN ('r', 'p')
     UNION ALL SELECT 'VIEW', c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'v'
     UNION ALL SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = to_regnamespace($1)`,
    [QUEUES],
  );
  for (const { kind, name } of owned) await quoted(`ALTER ${kind} ${name} OWNER TO %I`, role);
}

/** Why the role that is signed in may do more than the application needs, in words; nothing when it may not. */
export async function excessRights(dataSource: DataSource): Promise<string[]> {
  const [{ isSuperuser }] = await dataSource.query<[{ isSuperuser: boolean }]>(
    `SELECT rolsuper AS "isSuperuser" FROM pg_roles WHERE rolname = current_user`,
  );
  const rewritable = await dataSource.query<{ name: string }[]>(
    `SELECT name FROM (${APPEND_ONLY}) tables
      WHERE has_table_privilege('public.' || quote_ident(name), 'UPDATE') OR has_table_privilege('public.' || quote_ident(name), 'DELETE')`,
  );
  return [
    ...(isSuperuser ? ['is a superuser'] : []),
    ...(rewritable.length > 0 ? [`may rewrite ${rewritable.map(({ name }) => name).join(', ')}`] : []),
  ];
}
