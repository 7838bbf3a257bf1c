import { v7 } from 'uuid';

/** A UUIDv7: ordered by creation, so that new rows land at the end of their indexes. */
export function newId(): string {
  return v7();
}
