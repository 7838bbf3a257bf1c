import { z } from 'zod';
import { PROTOCOLS } from './exec/channels.js';

const ms = z.number().int().min(0);

/** How fast the simulated cluster lives. A real one takes longer for nearly all of it; times are in milliseconds. */
export const Settings = z.strictObject({
  /** From a container's start until its readiness probe passes. */
  readyAfterMs: ms.default(1_500),
  pullMs: ms.default(400),
  /** For images whose name or tag contains `slow`. */
  slowPullMs: ms.default(20_000),
  /** First wait after a failed pull; doubles each time, at most to `backoffMaxMs`. */
  pullBackoffMs: ms.default(2_000),
  /** From a crashing container's start until it exits. */
  crashAfterMs: ms.default(500),
  /** First wait before a crashed container is started again; doubles each time, at most to `backoffMaxMs`. */
  crashBackoffMs: ms.default(2_000),
  backoffMaxMs: ms.default(60_000),
  /** How long a deleted pod takes to stop. */
  terminationMs: ms.default(200),
  /** A namespace stays Terminating for at least this long. */
  namespaceDeletionMs: ms.default(300),
  bindVolumeMs: ms.default(100),
  /** From a VolumeSnapshot's creation until it is ready. */
  snapshotMs: ms.default(1_000),
  /** From the wish for a certificate until there is one. */
  certificateMs: ms.default(2_000),
  /** Of those a client of `exec` offers, the first of these is spoken; releases before 1.30 know only v4. */
  execProtocols: z.array(z.enum(PROTOCOLS)).default([...PROTOCOLS]),
  bookmarkMs: ms.min(10).default(60_000),
  /** Between two lines in the log of a running container. */
  logIntervalMs: ms.min(10).default(5_000),
  nodes: z
    .strictObject({
      count: z.number().int().min(1).max(100).default(3),
      cpu: z.string().default('64'),
      memory: z.string().default('256Gi'),
      pods: z.number().int().min(1).default(4_000),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Changes the named settings in place and leaves the others. Throws ZodError on unknown names and wrong values. */
export function changeSettings(settings: Settings, change: unknown): void {
  const given = z.looseObject({}).parse(change);
  Object.assign(settings, Settings.parse({ ...settings, ...given }));
}
