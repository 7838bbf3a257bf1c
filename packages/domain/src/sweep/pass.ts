import type { DataSource } from 'typeorm';

/** One run of work that comes again by itself. */
export interface Pass {
  dataSource: DataSource;
  /** Names it in the operator's alerts, e.g. `domains`. */
  name: string;
  now: Date;
}
