import { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { BackupMissing, type BackupStore } from '@minispod/domain/ports/backup-store';
import { checkKey } from './key.js';
import type { S3Settings } from './settings.js';

/** An upload has at most 10,000 parts: backups up to 160 GB, with this much memory twice while one is written. */
const PART_BYTES = 16 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
const CONNECT_MS = 10_000;
/** Without a byte in either direction. */
const SILENCE_MS = 60_000;

/**
 * A bucket of Amazon S3 or of whatever speaks its protocol. An upload that fails takes its parts back; those of a process
 * that was killed are for the bucket's own rule against incomplete uploads.
 */
export function s3Store({ bucket, region, endpoint, credentials }: S3Settings): BackupStore {
  const client = new S3Client({
    region,
    // A bucket is a path and not a host name there.
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
    // Newer checksums are unknown to many services; the sealed stream and its recorded SHA-256 say more than they do.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  });
  const object = (key: string) => ({ Bucket: bucket, Key: checkKey(key) });
  return {
    async put(key, from) {
      try {
        const params = { ...object(key), Body: from, ContentType: 'application/octet-stream' };
        await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
      } finally {
        from.destroy();
      }
    },

    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand(object(key)));
        if (!(Body instanceof Readable)) throw new Error(`the store answered ${key} without a body`);
        return Body;
      } catch (error) {
        if (error instanceof NoSuchKey) throw new BackupMissing(`there is no backup ${key}`);
        throw error;
      }
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand(object(key)));
    },
  };
}
