import { type AccessSession, findSession, livingFamilies } from '@minispod/domain/account/tokens';
import { DomainError } from '@minispod/domain/errors';
import type { Clock } from '@minispod/domain/ports/clock';
import type { DataSource } from 'typeorm';
import type { SessionCache } from '../http/session-cache.js';

/** Every open stream of this process, by the login that opened it: a stream ends with its access token and its login. */
export class SessionStreams {
  readonly #open = new Map<string, Set<AbortController>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly cache: SessionCache,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` with a signal that aborts when the login ends, its access token expires or `closed` aborts. The login is
   * looked up again once its end would be heard, so that an end in between is not missed. Throws UNAUTHORIZED.
   */
  async enter(session: AccessSession, closed: AbortSignal | undefined): Promise<AbortSignal> {
    const stream = new AbortController();
    const { familyId, expiresAt } = session;
    const streams = this.#open.get(familyId) ?? new Set();
    this.#open.set(familyId, streams.add(stream));
    const timer = setTimeout(
      () => stream.abort(),
      Math.max(0, expiresAt.getTime() - this.clock.now().getTime()),
    );
    const leave = () => stream.abort();
    stream.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      closed?.removeEventListener('abort', leave);
      streams.delete(stream);
      if (streams.size === 0 && this.#open.get(familyId) === streams) this.#open.delete(familyId);
    });
    if (closed?.aborted) leave();
    else closed?.addEventListener('abort', leave);
    const isAlive = await findSession(this.dataSource.manager, session).catch((error: unknown) => {
      stream.abort();
      throw error;
    });
    if (!isAlive) {
      stream.abort();
      throw new DomainError('UNAUTHORIZED', 'Please log in');
    }
    return stream.signal;
  }

  /** The login ended or changed: nothing remembered of it is believed, and its streams end. */
  end(familyId: string): void {
    this.cache.forget(familyId);
    for (const stream of [...(this.#open.get(familyId) ?? [])]) stream.abort();
  }

  /** After a gap in listening: ends what ended meanwhile. */
  async endDead(): Promise<void> {
    this.cache.clear();
    const open = [...this.#open.keys()];
    if (open.length === 0) return;
    const living = await livingFamilies(this.dataSource.manager, open);
    for (const familyId of open) if (!living.has(familyId)) this.end(familyId);
  }
}
