/** What goes wrong on purpose, so that it can be seen that mail survives it. */
export interface Faults {
  /** How many of the next mails are refused for now (451): a good sender tries again. */
  reject: number;
  /** Mail to this address is refused for ever (550). */
  bounce: string | null;
  /** Every connection is refused (421). */
  down: boolean;
}

export const noFaults: Faults = { reject: 0, bounce: null, down: false };

export const faultsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    reject: { type: 'integer', minimum: 0 },
    bounce: { type: ['string', 'null'] },
    down: { type: 'boolean' },
  },
};
