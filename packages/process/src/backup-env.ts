import { join } from 'node:path';
import { z } from 'zod';

/** Where backups are kept: a bucket if one is named, else a directory. */
export const backupEnv = {
  MINISPOD_DATA_DIR: z.string().default('.minispod'),
  /** Absent: `backups` under MINISPOD_DATA_DIR. */
  BACKUP_DIR: z.string().optional(),
  BACKUP_S3_BUCKET: z.string().optional(),
  BACKUP_S3_REGION: z.string().default('us-east-1'),
  /** Of a service that speaks S3; absent: Amazon's. */
  BACKUP_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Both or none; none: what the machine's own role may. */
  BACKUP_S3_ACCESS_KEY: z.string().optional(),
  BACKUP_S3_SECRET_KEY: z.string().optional(),
};
type BackupEnv = z.infer<z.ZodObject<typeof backupEnv>>;

/** What production refuses: a directory nobody chose is lost with its container. */
export function backupFaults(env: BackupEnv): Record<string, string | false> {
  return {
    BACKUP_DIR:
      !env.BACKUP_DIR && !env.BACKUP_S3_BUCKET && 'must be set in production, unless BACKUP_S3_BUCKET is',
    BACKUP_S3_SECRET_KEY:
      Boolean(env.BACKUP_S3_ACCESS_KEY) !== Boolean(env.BACKUP_S3_SECRET_KEY) &&
      'goes with BACKUP_S3_ACCESS_KEY: set both or none',
  };
}

/** For `createBackupStore`. */
export function backupStoreSettings(env: BackupEnv) {
  const { BACKUP_S3_BUCKET: bucket, BACKUP_S3_ACCESS_KEY: accessKeyId, BACKUP_S3_SECRET_KEY } = env;
  if (!bucket) {
    return { kind: 'directory', path: env.BACKUP_DIR ?? join(env.MINISPOD_DATA_DIR, 'backups') } as const;
  }
  return {
    kind: 's3',
    bucket,
    region: env.BACKUP_S3_REGION,
    endpoint: env.BACKUP_S3_ENDPOINT,
    ...(accessKeyId &&
      BACKUP_S3_SECRET_KEY && { credentials: { accessKeyId, secretAccessKey: BACKUP_S3_SECRET_KEY } }),
  } as const;
}
