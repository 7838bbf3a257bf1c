import { z } from 'zod';
import { IdSchema, listOf, PageInput, RequestIdSchema, TimeSchema } from './shared.js';

export const OPERATION_KINDS = ['BACKUP', 'RESTORE', 'UPDATE', 'DRILL'] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

/**
 * In the order in which they come; the console has words for each. `rollback` comes instead of what is left when something
 * did not work out.
 */
export const PHASES_OF = {
  BACKUP: ['stop', 'copy', 'start'],
  RESTORE: ['prepare', 'load', 'switch', 'verify', 'rollback'],
  UPDATE: ['stop', 'copy', 'apply', 'verify', 'rollback'],
  DRILL: ['prepare', 'load', 'verify', 'clean'],
} as const satisfies Record<OperationKind, readonly string[]>;
export type OperationPhase = (typeof PHASES_OF)[OperationKind][number];

export const OperationView = z.object({
  id: IdSchema,
  instanceId: IdSchema,
  kind: z.enum(OPERATION_KINDS),
  status: z.enum(['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED']),
  phase: z.string(),
  phaseAt: TimeSchema,
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: TimeSchema,
  deadlineAt: TimeSchema.nullable(),
  finishedAt: TimeSchema.nullable(),
});
export type OperationView = z.infer<typeof OperationView>;

export const BACKUP_KINDS = ['MANUAL', 'SCHEDULED', 'PRE_UPDATE', 'FINAL'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];
/**
 * COMMAND: what the app's own command wrote while it ran. VOLUME: the whole volume, copied while the app was stopped.
 * SNAPSHOT: a volume snapshot of the cluster.
 */
export const BACKUP_FORMATS = ['COMMAND', 'VOLUME', 'SNAPSHOT'] as const;
export type BackupFormat = (typeof BACKUP_FORMATS)[number];
export const BACKUP_STATUSES = ['PENDING', 'SUCCEEDED', 'FAILED', 'DELETED'] as const;
export type BackupStatus = (typeof BACKUP_STATUSES)[number];

export const BackupView = z.object({
  id: IdSchema,
  instanceId: IdSchema,
  instanceName: z.string(),
  kind: z.enum(BACKUP_KINDS),
  format: z.enum(BACKUP_FORMATS),
  status: z.enum(BACKUP_STATUSES),
  /** Of the app. */
  version: z.string(),
  sizeBytes: z.number().int().nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: TimeSchema,
  finishedAt: TimeSchema.nullable(),
  expiresAt: TimeSchema.nullable(),
  /** Restored in a drill, and the app came up. */
  provenAt: TimeSchema.nullable(),
});
export type BackupView = z.infer<typeof BackupView>;

export const BackupListInput = PageInput.extend({ id: IdSchema });
export const BackupListView = listOf(BackupView).extend({
  schedule: z.object({
    /** 0: none by schedule. */
    everyHours: z.number().int(),
    keep: z.number().int(),
    nextAt: TimeSchema.nullable(),
  }),
  /** Whether a backup can be made while the app runs; else it is away for the time of the copy. */
  isHot: z.boolean(),
  /** Until when the data from before the last restore is kept and can be gone back to; null when there is none. */
  restoreUndoUntil: TimeSchema.nullable(),
});
export const CreateBackupInput = z.strictObject({ id: IdSchema, requestId: RequestIdSchema.optional() });
/** `id` is the instance to restore into, `backupId` one of its owner's backups of the same service. */
export const BackupInput = z.strictObject({
  id: IdSchema,
  backupId: IdSchema,
  requestId: RequestIdSchema.optional(),
});
export const DrillInput = z.strictObject({ backupId: IdSchema, requestId: RequestIdSchema.optional() });
export const BackupStartedView = z.object({ backup: BackupView, operation: OperationView });
export const OperationStartedView = z.object({ operation: OperationView });

export const UpdateAppInput = z.strictObject({
  id: IdSchema,
  /** The one offered; absent: the newest. */
  version: z.string().max(100).optional(),
  requestId: RequestIdSchema.optional(),
});
