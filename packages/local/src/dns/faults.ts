import { z } from 'zod';
import { Name } from './records.js';

/** What goes wrong for one name, or for all of them with `*`. */
export const FaultRequest = z.strictObject({
  name: z.union([z.literal('*'), Name]),
  /** TIMEOUT: there is no answer at all. */
  type: z.enum(['SERVFAIL', 'NXDOMAIN', 'REFUSED', 'TIMEOUT']),
  /** For the next so many questions; without it, until cleared. */
  times: z.number().int().min(1).optional(),
});
export type Fault = z.infer<typeof FaultRequest>;

export class Faults {
  #faults: Fault[] = [];

  get all(): readonly Fault[] {
    return this.#faults;
  }

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault that a question about this name meets, which uses up one of its `times`. */
  take(name: string): Fault['type'] | undefined {
    const fault = this.#faults.find((each) => each.name === '*' || each.name === name);
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times === 0) this.#faults = this.#faults.filter((each) => each !== fault);
    }
    return fault?.type;
  }
}
