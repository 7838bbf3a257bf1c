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

/** Every transaction, oldest first. One merchant reference may have several: nothing forbids it. */
export class TransactionBook {
  private readonly byReference = new Map<string, Transaction>();
  private readonly file: StateFile<State>;

  constructor(
    private readonly clock: SandboxClock,
    directory: string | null,
    log: Logger,
  ) {
    const path = directory && join(directory, 'tripay-sandbox.json');
    this.file = new StateFile(
      path,
      () => ({ version: 1, clockOffsetMs: clock.offsetMs, transactions: this.list() }),
      log,
    );
  }

  find(reference: string): Transaction | undefined {
    return this.byReference.get(reference);
  }

  /** By either name; of several with one merchant reference the newest. */
  findByAnyName(name: string): Transaction | undefined {
    return this.find(name) ?? this.list().findLast(({ merchantRef }) => merchantRef === name);
  }

  list(): Transaction[] {
    return [...this.byReference.values()];
  }

  /** To be called with a new transaction, and after one was altered in place. */
  changed(transaction?: Transaction): void {
    if (transaction) this.byReference.set(transaction.reference, transaction);
    this.file.changed();
  }

  async load(): Promise<void> {
    const wasRead = await this.file.load(({ version, transactions, clockOffsetMs }) => {
      if (version !== 1) throw new Error(`unknown version ${String(version)}`);
      for (const transaction of transactions) this.byReference.set(transaction.reference, transaction);
      this.clock.offsetMs = clockOffsetMs;
    });
    if (!wasRead) this.byReference.clear();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
