import {
  type Reception,
  receiveNotifications,
  type SignedNotification,
} from '@minispod/domain/payment/receive-notification';
import type { Clock } from '@minispod/domain/ports/clock';
import type { DataSource } from 'typeorm';

interface Waiting {
  notification: SignedNotification;
  resolve(reception: Reception): void;
  reject(error: unknown): void;
}

/** Few enough that the last of them need not wait long. */
const BATCH = 100;

/**
 * Notifications that arrive while one statement is under way are taken together by the next: commits that wake the workers
 * come one after the other, so each costs as much for one notification as for a hundred. None waits for company.
 */
export class Inbox {
  private readonly waiting: Waiting[] = [];
  private isTaking = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Resolves once it is committed. */
  receive(notification: SignedNotification): Promise<Reception> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ notification, resolve, reject });
      if (!this.isTaking) void this.take();
    });
  }

  private async take(): Promise<void> {
    this.isTaking = true;
    while (this.waiting.length > 0) await this.store(this.waiting.splice(0, BATCH));
    this.isTaking = false;
  }

  private async store(batch: Waiting[]): Promise<void> {
    try {
      const notifications = batch.map(({ notification }) => notification);
      const receptions = await receiveNotifications(this.dataSource.manager, notifications, this.clock.now());
      for (const [index, { resolve }] of batch.entries()) resolve(receptions[index] as Reception);
    } catch (error) {
      // One that the database refuses spoils nothing for the others.
      if (batch.length > 1) for (const one of batch) await this.store([one]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
