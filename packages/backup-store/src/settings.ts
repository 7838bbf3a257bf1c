/** Where backups are kept. */
export type BackupStoreSettings =
  /** Made when it is not there. Must be on storage that outlives the process. */
  { kind: 'directory'; path: string } | S3Settings;

export interface S3Settings {
  kind: 's3';
  bucket: string;
  region: string;
  /** Of a service that speaks S3; absent: Amazon's own. */
  endpoint?: string | undefined;
  /** Absent: whatever the SDK finds (environment, instance role, web identity). */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined;
}
