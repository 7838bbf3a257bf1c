import { toE164 } from '@minispod/contracts/phone';
import { asSeen } from '@minispod/contracts/seen';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A login that ends is announced, and a suspended or deleted account has no login left. Names, phone numbers and ways back
 * are kept in the one form in which they are compared.
 */
export class Security1764700000000 implements MigrationInterface {
  name = 'Security1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sessions);
    for (const table of ['users', 'service_instances']) await rewriteNames(runner, table);
    await rewritePhones(runner);
    await runner.query(texts);
  }

  async down(): Promise<void> {
    throw new Error('Security is not taken away: restore a backup instead.');
  }
}

/** Announced by the database, so that no way to end a login, plain SQL included, can forget to. */
const sessions = `
CREATE FUNCTION announce_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session', NEW.family_id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER announce_session AFTER UPDATE OF revoked_at ON refresh_tokens FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION announce_session();

CREATE FUNCTION end_sessions_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status IN ('SUSPENDED', 'DELETED') THEN
    UPDATE refresh_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
  ELSE
    -- Another role: what is remembered of these logins is no longer true.
    PERFORM pg_notify('session', family_id::text)
       FROM (SELECT DISTINCT family_id FROM refresh_tokens WHERE user_id = NEW.id AND revoked_at IS NULL) AS live;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER end_sessions AFTER UPDATE OF status, role ON users FOR EACH ROW
  WHEN (OLD.status <> NEW.status OR OLD.role <> NEW.role) EXECUTE FUNCTION end_sessions_of_user();
`;

/** What is not seen is dropped, and what is left without any letter gets a plain name. */
export async function rewriteNames(runner: QueryRunner, table: string): Promise<void> {
  const rows: { id: string; name: string }[] = await runner.query(`SELECT id, name FROM ${table}`);
  const changed = rows.filter(({ name }) => asSeen(name) !== name);
  await runner.query(
    `UPDATE ${table} AS t SET name = c.name FROM unnest($1::uuid[], $2::text[]) AS c (id, name) WHERE t.id = c.id`,
    [
      changed.map(({ id }) => id),
      // A line break separated two words.
      changed.map(({ name }) => asSeen(name.replace(/\s+/g, ' ')) || 'Unnamed'),
    ],
  );
}

/**
 * One form for each number. Where two accounts had the same number in two forms, the older account keeps it; what the parser
 * does not take for a number stays as its owner wrote it.
 */
export async function rewritePhones(runner: QueryRunner): Promise<void> {
  const rows: { id: string; phone: string }[] = await runner.query(
    'SELECT id, phone FROM users WHERE phone IS NOT NULL ORDER BY created_at, id',
  );
  const taken = new Set<string>();
  const changed: { id: string; phone: string | null }[] = [];
  for (const { id, phone } of rows) {
    const form = toE164(phone) ?? phone;
    if (taken.has(form)) changed.push({ id, phone: null });
    else if (form !== phone) changed.push({ id, phone: form });
    taken.add(form);
  }
  const ids = changed.map(({ id }) => id);
  // First all away, so that no two meet on the way.
  await runner.query('UPDATE users SET phone = NULL WHERE id = ANY($1)', [ids]);
  await runner.query(
    'UPDATE users AS u SET phone = c.phone FROM unnest($1::uuid[], $2::text[]) AS c (id, phone) WHERE u.id = c.id',
    [ids, changed.map(({ phone }) => phone)],
  );
}

/** A name on one line and in one form, a number in E.164, a way back that stays here. */
const texts = String.raw`
ALTER TABLE users ADD CONSTRAINT users_name_seen
  CHECK (name IS NFC NORMALIZED AND name !~ '[\u0001-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]');
ALTER TABLE service_instances ADD CONSTRAINT service_instances_name_seen
  CHECK (name IS NFC NORMALIZED AND name !~ '[\u0001-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]');
ALTER TABLE users ADD CONSTRAINT users_phone_e164 CHECK (phone ~ '^\+[1-9][0-9]{6,14}$');

UPDATE payments SET return_to = NULL WHERE return_to !~ '^/([^/\\[:cntrl:]]|$)';
ALTER TABLE payments ADD CONSTRAINT payments_return_to_here CHECK (return_to ~ '^/([^/\\[:cntrl:]]|$)');
`;
