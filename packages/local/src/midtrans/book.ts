import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { SandboxClock } from './time.js';
import type { Transaction } from './transaction.js';

interface StateFile {
  version: 1;
  clockOffsetMs: number;
  transactions: Transaction[];
}

const FILE = 'midtrans-sandbox.json';
const WRITE_DELAY_MS = 200;

/**
 * Every transaction, found by order id, transaction id or Snap token, and kept in one file so that pending payments
 * outlive a restart. A write is delayed a little and replaces the file whole; a kill loses at most that moment.
 */
export class TransactionBook {
  private readonly all = new Set<Transaction>();
  private readonly byOrderId = new Map<string, Transaction>();
  private readonly byTransactionId = new Map<string, Transaction>();
  private readonly byToken = new Map<string, Transaction>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: SandboxClock,
    private readonly directory: string | null,
    private readonly log: Logger,
  ) {}

  /** The newest transaction of an order id, or the one with this transaction id. */
  find(id: string): Transaction | undefined {
    return this.byOrderId.get(id) ?? this.byTransactionId.get(id);
  }

  findByToken(token: string): Transaction | undefined {
    return this.byToken.get(token);
  }

  list(): Transaction[] {
    return [...this.all];
  }

  /** Adds a transaction; one of the same order id where no method was chosen yet is gone, its page revoked. */
  add(transaction: Transaction): void {
    const former = this.byOrderId.get(transaction.orderId);
    if (former?.snap) this.byToken.delete(former.snap.token);
    if (former && !former.payment) this.all.delete(former);
    this.index(transaction);
    this.changed();
  }

  /** To be called after a transaction was altered in place. */
  changed(transaction?: Transaction): void {
    if (transaction) this.index(transaction);
    if (this.directory === null || this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.writing = this.writing.then(() => this.write());
    }, WRITE_DELAY_MS);
  }

  /** Reads the file. A file that cannot be understood is set aside, never overwritten. */
  async load(): Promise<void> {
    if (this.directory === null) return;
    const path = join(this.directory, FILE);
    let text: string;
    try {
      await mkdir(this.directory, { recursive: true });
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    try {
      const state = JSON.parse(text) as StateFile;
      if (state.version !== 1) throw new Error(`unknown version ${String(state.version)}`);
      for (const transaction of state.transactions) this.index(transaction);
      this.clock.offsetMs = state.clockOffsetMs;
    } catch (error) {
      const aside = `${path}.corrupt-${Date.now()}`;
      await rename(path, aside);
      for (const map of [this.all, this.byOrderId, this.byTransactionId, this.byToken]) map.clear();
      this.log.error(
        { err: error, aside },
        'transaction file is unreadable; it was set aside and the book begins empty',
      );
    }
  }

  async close(): Promise<void> {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
      this.writing = this.writing.then(() => this.write());
    }
    await this.writing;
  }

  private index(transaction: Transaction): void {
    this.all.add(transaction);
    this.byOrderId.set(transaction.orderId, transaction);
    if (transaction.payment) this.byTransactionId.set(transaction.payment.transactionId, transaction);
    if (transaction.snap) this.byToken.set(transaction.snap.token, transaction);
  }

  private async write(): Promise<void> {
    if (this.directory === null) return;
    const path = join(this.directory, FILE);
    const state: StateFile = { version: 1, clockOffsetMs: this.clock.offsetMs, transactions: this.list() };
    try {
      await writeFile(`${path}.new`, JSON.stringify(state));
      await rename(`${path}.new`, path);
    } catch (error) {
      this.log.error({ err: error, path }, 'transaction file could not be written');
    }
  }
}
