import {
  type AccessSession,
  findSession,
  readAccessToken,
  type SessionSettings,
} from '@minispod/domain/account/tokens';
import type { Clock } from '@minispod/domain/ports/clock';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';

/** How long the end of a login may go unnoticed while this process does not hear the database's announcements, in ms. */
const REMEMBERED_MS = 5_000;

/** Sessions looked up lately, so that a busy console does not ask the database who it is with every request. */
export class SessionCache {
  readonly #sessions = new LRUCache<string, AccessSession>({ max: 20_000, ttl: REMEMBERED_MS });

  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: SessionSettings,
    private readonly clock: Clock,
  ) {}

  /** Whose access token this is; null when it is not one, has expired, or its session has ended. */
  async find(token: string): Promise<AccessSession | null> {
    const claims = await readAccessToken(this.settings, token, this.clock.now());
    if (!claims) return null;
    const remembered = this.#sessions.get(claims.familyId);
    // Of the login, not of the token: each token has its own end.
    if (remembered) return { ...remembered, expiresAt: claims.expiresAt };
    const session = await findSession(this.dataSource.manager, claims);
    if (session) this.#sessions.set(claims.familyId, session);
    return session;
  }

  forget(familyId: string): void {
    this.#sessions.delete(familyId);
  }

  clear(): void {
    this.#sessions.clear();
  }
}
