import type { SessionView } from '@minispod/contracts/account';
import type { AccessSession, SessionSettings } from '@minispod/domain/account/tokens';
import type { BillingSettings } from '@minispod/domain/billing-settings';
import type { MovableClock } from '@minispod/domain/clock/movable-clock';
import type { MoveGatewayClock } from '@minispod/domain/clock/travel';
import type { DomainSettings } from '@minispod/domain/custom-domain/rules/records';
import type { ApprovalSettings } from '@minispod/domain/money-action/approval-settings';
import type { Gateways } from '@minispod/domain/payment/gateways';
import type { BankAccount } from '@minispod/domain/payment/open-transfer';
import type { BackupStore } from '@minispod/domain/ports/backup-store';
import type { Clock } from '@minispod/domain/ports/clock';
import type { ClusterReader } from '@minispod/domain/ports/cluster-reader';
import type { Seller } from '@minispod/pdf/paper';
import type { DataSource } from 'typeorm';
import type { Limits } from '../http/limits.js';
import type { SessionCache } from '../http/session-cache.js';
import type { ReadInventory } from '../inventory.js';
import type { CatalogAnswers } from '../live/catalog-answers.js';
import type { LiveChanges } from '../live/changes.js';
import type { SessionStreams } from '../live/session-streams.js';
import type { StreamsPerUser } from '../live/streams-per-user.js';

/** What the procedures work with: the same for every request. */
export interface Services {
  dataSource: DataSource;
  /** Business time. */
  clock: Clock;
  /** The same clock where it can be moved; null in production. */
  movableClock: MovableClock | null;
  moveGatewayClock: MoveGatewayClock;
  /** Real time, for tokens and rate limits: when months pass at once, nobody is logged out. */
  sessionClock: Clock;
  billing: BillingSettings;
  /** What one administrator may do with money alone. */
  approvals: ApprovalSettings;
  /** Printed on invoices. */
  seller: Seller;
  gateways: Gateways;
  /** For transfers by hand; empty: not offered. */
  bankAccounts: readonly BankAccount[];
  /** Looks into the cluster and changes nothing there; every call may throw ClusterUnreachable. */
  clusterReader: ClusterReader;
  /** What customers may have as a file. */
  backupStore: BackupStore;
  /** For the drift report; throws ClusterUnreachable. */
  readInventory: ReadInventory;
  changes: LiveChanges;
  /** All live streams of each user, and those of them that follow a log. */
  userStreams: StreamsPerUser;
  logStreams: StreamsPerUser;
  answers: CatalogAnswers;
  limits: Limits;
  sessions: SessionSettings;
  sessionCache: SessionCache;
  sessionStreams: SessionStreams;
  /** Where people reach this server, without a trailing slash. */
  publicUrl: string;
  appsDomain: string;
  /** Where custom domains are to point. */
  domainSettings: DomainSettings;
  encryptionKey: string;
}

/** The console's session, kept where its scripts cannot read it. */
export interface SessionCookies {
  readonly refreshToken: string | undefined;
  /** The browser's id, when it has been logged in to this account before; else null. */
  knownDevice(email: string): string | null;
  /** Hands the session to the browser and back to the caller. */
  keep(session: SessionView): SessionView;
  clear(): void;
}

type SecurityEvent = 'LOGIN_FAILED' | 'LOGIN_LIMITED' | 'SESSION_REUSED';

/** One request. */
export interface Context extends Services {
  requestId: string;
  /** The caller's address, for rate limits. */
  address: string;
  /** The REST header of that name: names one intent, so that repeating the request repeats no effect. */
  idempotencyKey: string | undefined;
  cookies: SessionCookies;
  /** Who is calling, looked up once and only when a procedure wants to know; null without a valid session. */
  authenticate(): Promise<AccessSession | null>;
  /** Logs what somebody may be attacking us with; `facts` name accounts by digest or id alone. */
  security(event: SecurityEvent, facts: Record<string, string | undefined>): void;
  /** Adds ids to this request's log line. */
  note(ids: Record<string, string | undefined>): void;
}
