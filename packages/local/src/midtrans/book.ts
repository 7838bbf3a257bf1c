import { join } from 'node:path';
import type { Logger } from 'pino';
import type { SandboxClock } from '../gateway/clock.js';
import { StateFile } from '../gateway/state-file.js';
import type { Transaction } from './transaction.js';

interface State {
  version: 1;
  clockOffsetMs: number;
  transactions: Transaction[];
}

/** Every transaction, found by order id, transaction id or Snap token. */
export class TransactionBook {
  private readonly all = new Set<Transaction>();
  private readonly byOrderId = new Map<string, Transaction>();
  private readonly byTransactionId = new Map<string, Transaction>();
  private readonly byToken = new Map<string, Transaction>();
  private readonly file: StateFile<State>;

  constructor(
    private readonly clock: SandboxClock,
    directory: string | null,
    log: Logger,
  ) {
    const path = directory && join(directory, 'midtrans-sandbox.json');
    this.file = new StateFile(
      path,
      () => ({ version: 1, clockOffsetMs: clock.offsetMs, transactions: this.list() }),
      log,
    );
  }

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
    this.changed(transaction);
  }

  /** To be called after a transaction was altered in place. */
  changed(transaction?: Transaction): void {
    if (transaction) this.index(transaction);
    this.file.changed();
  }

  async load(): Promise<void> {
    const wasRead = await this.file.load(({ version, transactions, clockOffsetMs }) => {
      if (version !== 1) throw new Error(`unknown version ${String(version)}`);
      for (const transaction of transactions) this.index(transaction);
      this.clock.offsetMs = clockOffsetMs;
    });
    if (!wasRead)
      for (const map of [this.all, this.byOrderId, this.byTransactionId, this.byToken]) map.clear();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private index(transaction: Transaction): void {
    this.all.add(transaction);
    this.byOrderId.set(transaction.orderId, transaction);
    if (transaction.payment) this.byTransactionId.set(transaction.payment.transactionId, transaction);
    if (transaction.snap) this.byToken.set(transaction.snap.token, transaction);
  }
}
