import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What goes wrong on demand. Counters count down with each request they spoil. */
export interface Faults {
  /** `true`: every API request answers 500. `timeout`: it never answers. */
  down: boolean | 'timeout';
  /** The next n API requests answer 500 and do nothing. */
  errors: number;
  /** The next n creations succeed, but their answer never arrives. */
  timeoutAfterCreating: number;
  /** The next n refunds are made, but their answer never arrives. */
  timeoutAfterRefund: number;
  /** Added to every API answer. */
  latencyMs: number;
  /** How every status answer differs from what was ordered; `plain`: not at all. */
  statusAnswers: StatusAnswers;
}

/**
 * `own-order-id`: the channel's own name of the order, as DANA and others answer. `no-order-id`: none. `other-currency`:
 * VND, where the gateway names a currency at all. `less`: half of what was ordered.
 */
export const STATUS_ANSWERS = ['plain', 'own-order-id', 'no-order-id', 'other-currency', 'less'] as const;
export type StatusAnswers = (typeof STATUS_ANSWERS)[number];

export const noFaults = (): Faults => ({
  down: false,
  errors: 0,
  timeoutAfterCreating: 0,
  timeoutAfterRefund: 0,
  latencyMs: 0,
  statusAnswers: 'plain',
});

/** Takes the socket from Fastify and says nothing; the client's time-out or the sandbox's end closes it. */
export function neverAnswer(reply: FastifyReply): FastifyReply {
  reply.hijack();
  return reply;
}

/** Spoils the requests of the routes registered in `app` as `faults` says at the moment they arrive. */
export function applyFaults(
  app: FastifyInstance,
  faults: Faults,
  internalError: (request: FastifyRequest) => object,
): void {
  app.addHook('onRequest', async (request, reply) => {
    if (faults.latencyMs > 0) await new Promise((done) => setTimeout(done, faults.latencyMs));
    if (faults.down === 'timeout') return neverAnswer(reply);
    if (faults.down || faults.errors > 0) {
      if (!faults.down) faults.errors -= 1;
      return reply.code(500).send(internalError(request));
    }
  });
}

/** JSON schema of what may be set of them. */
export const FAULTS_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    down: { enum: [true, false, 'timeout'] },
    errors: { type: 'integer', minimum: 0 },
    timeoutAfterCreating: { type: 'integer', minimum: 0 },
    timeoutAfterRefund: { type: 'integer', minimum: 0 },
    latencyMs: { type: 'integer', minimum: 0, maximum: 600_000 },
    statusAnswers: { enum: STATUS_ANSWERS },
  },
};
