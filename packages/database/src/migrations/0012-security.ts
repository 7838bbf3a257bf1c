import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A login that ends is announced, and a suspended or deleted account has no login left. */
export class Security1764700000000 implements MigrationInterface {
  name = 'Security1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sessions);
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
