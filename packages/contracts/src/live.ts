import { z } from 'zod';
import { IdSchema } from './shared.js';

/**
 * What is announced to open consoles: that something of a user changed, never what it changed to. The console asks again;
 * so a lost or repeated announcement can mislead nobody.
 */
export const LIVE_TOPICS = ['wallet', 'instance', 'order', 'notification'] as const;
export const LiveChange = z.object({ topic: z.enum(LIVE_TOPICS), userId: IdSchema, id: IdSchema });
export type LiveChange = z.infer<typeof LiveChange>;
