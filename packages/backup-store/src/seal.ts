import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { BlockBuffer } from './block-buffer.js';

const MAGIC = Buffer.from('MPB1');
const SALT_BYTES = 32;
const HEADER_BYTES = MAGIC.length + SALT_BYTES;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** It is not what was sealed under this key and this backup's id: cut short, changed, put in another order, or another's. */
export class BackupDamaged extends Error {
  override readonly name = 'BackupDamaged';
}

/**
 * Encrypts a stream of any length in constant memory.
 *
 *     "MPB1"  salt (32 random bytes)  chunk 0  chunk 1  …  chunk n
 *
 * The key is HKDF-SHA-256 of ENCRYPTION_KEY with that salt and the info `minispod backup {backupId}`: a second attempt at
 * the same backup never uses a key again, and one backup is not taken for another. A chunk is 64 KiB of the stream, the
 * last one what is left of it (nothing, when the stream is empty), as AES-256-GCM ciphertext with its tag of 16 bytes.
 * Its nonce is its number (11 bytes, big-endian) and 1 for the last chunk or 0: so a chunk that is missing, repeated or
 * out of place does not open, nor does a stream that was cut off, even between two chunks. This is the STREAM
 * construction (Hoang, Reyhanitabar, Rogaway, Vizár: https://eprint.iacr.org/2015/189), as the age format uses it.
 */
export function sealStream(encryptionKey: string, backupId: string): Transform {
  const salt = randomBytes(SALT_BYTES);
  const [key] = keysOf(encryptionKey, backupId, salt);
  if (!key) throw new Error('ENCRYPTION_KEY is empty');
  const chunks = new Chunks(CHUNK_BYTES, (chunk, nonce) => {
    const cipher = createCipheriv(CIPHER, key, nonce);
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  });
  chunks.push(Buffer.concat([MAGIC, salt]));
  return chunks;
}

/**
 * Undoes `sealStream`; nothing leaves it that was not proved genuine. The end is proved with the last chunk: whoever reads
 * must have seen the stream end well before trusting the whole. Fails with BackupDamaged.
 */
export function openStream(encryptionKey: string, backupId: string): Transform {
  /** All that may fit, until the first chunk has shown which does. */
  let keys: Buffer[] = [];
  return new Chunks(
    CHUNK_BYTES + TAG_BYTES,
    (chunk, nonce) => {
      if (chunk.length < TAG_BYTES) throw new BackupDamaged('the backup is cut short');
      for (const key of keys) {
        const opened = openChunk(key, chunk, nonce);
        if (!opened) continue;
        keys = [key];
        return opened;
      }
      throw new BackupDamaged('the backup is damaged, or was sealed with another key');
    },
    {
      bytes: HEADER_BYTES,
      read: (header) => {
        if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) {
          throw new BackupDamaged('this is not a sealed backup');
        }
        keys = keysOf(encryptionKey, backupId, header.subarray(MAGIC.length));
      },
    },
  );
}

/** Null: not with this key. */
function openChunk(key: Buffer, chunk: Buffer, nonce: Buffer): Buffer | null {
  const decipher = createDecipheriv(CIPHER, key, nonce);
  decipher.setAuthTag(chunk.subarray(chunk.length - TAG_BYTES));
  const opened = decipher.update(chunk.subarray(0, chunk.length - TAG_BYTES));
  try {
    decipher.final();
    return opened;
  } catch {
    return null;
  }
}

/** ENCRYPTION_KEY is one key or several separated by commas: the first seals, any of them opens, as with `encryption/seal`. */
function keysOf(encryptionKey: string, backupId: string, salt: Buffer): Buffer[] {
  return encryptionKey
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => Buffer.from(hkdfSync('sha256', text, salt, `minispod backup ${backupId}`, 32)));
}

interface Header {
  bytes: number;
  read: (header: Buffer) => void;
}

/** Cuts a stream into chunks and says which is the last: at least one byte must be known to follow any other. */
class Chunks extends Transform {
  readonly #buffer = new BlockBuffer();
  #number = 0n;

  constructor(
    private readonly size: number,
    private readonly work: (chunk: Buffer, nonce: Buffer) => Buffer,
    private header: Header | null = null,
  ) {
    super();
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#guard(done, () => {
      this.#buffer.add(piece);
      if (this.header && this.#buffer.size >= this.header.bytes) this.#readHeader();
      while (!this.header && this.#buffer.size > this.size) this.#next(false);
    });
  }

  override _flush(done: TransformCallback): void {
    this.#guard(done, () => {
      if (this.header) this.#readHeader();
      this.#next(true);
    });
  }

  #readHeader(): void {
    const header = this.header;
    this.header = null;
    header?.read(this.#buffer.take(header.bytes));
  }

  #next(isLast: boolean): void {
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(this.#number, 3);
    nonce.writeUInt8(isLast ? 1 : 0, 11);
    this.#number += 1n;
    this.push(this.work(this.#buffer.take(this.size), nonce));
  }

  #guard(done: TransformCallback, work: () => void): void {
    try {
      work();
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }
}
