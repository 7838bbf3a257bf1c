import type { FastifyInstance } from 'fastify';
import type { SandboxClock } from './clock.js';
import { FAULTS_SCHEMA, type Faults, noFaults } from './faults.js';
import type { Notifier } from './notifier.js';

/** What a sandbox of either gateway is made of. */
export interface SandboxParts {
  clock: SandboxClock;
  notifier: Notifier;
  faults: Faults;
}

/** What a control request may ask of the notification that follows. */
export interface Telling {
  /** 0 loses it, N sends N at once. */
  notify?: number;
  delayMs?: number;
  /** Afterwards the payment is told as pending once more, as if that had been on its way for longer. */
  reorder?: boolean;
  /** Signed with a key that is not the merchant's. */
  forged?: boolean;
}

export const TELLING_SCHEMA = {
  notify: { type: 'integer', minimum: 0, maximum: 1000 },
  delayMs: { type: 'integer', minimum: 0 },
  reorder: { type: 'boolean' },
  forged: { type: 'boolean' },
};

const CLOCK_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { now: { type: 'string', format: 'date-time' }, offsetMs: { type: 'integer' } },
};

/** `/sandbox/notifications`, `/sandbox/faults`, `/sandbox/clock`: alike in both. `clockMoved` sees to what is due then. */
export function controlRoutes(
  app: FastifyInstance,
  { clock, notifier, faults }: SandboxParts,
  clockMoved: () => void,
): void {
  app.get<{ Querystring: { orderId?: string } }>('/sandbox/notifications', async (request) => {
    const { orderId } = request.query;
    return { items: notifier.deliveries.filter((sent) => !orderId || sent.orderId === orderId) };
  });

  app.get('/sandbox/faults', async () => faults);
  app.post<{ Body: Partial<Faults> }>(
    '/sandbox/faults',
    { schema: { body: FAULTS_SCHEMA } },
    async (request) => Object.assign(faults, request.body),
  );
  app.delete('/sandbox/faults', async () => Object.assign(faults, noFaults()));

  const time = () => ({ now: clock.now().toISOString(), offsetMs: clock.offsetMs });
  app.get('/sandbox/clock', async () => time());
  app.post<{ Body: { now?: string; offsetMs?: number } }>(
    '/sandbox/clock',
    { schema: { body: CLOCK_SCHEMA } },
    async (request) => {
      const { now, offsetMs } = request.body;
      if (now) clock.moveTo(new Date(now));
      else clock.offsetMs = offsetMs ?? 0;
      clockMoved();
      return time();
    },
  );
}
