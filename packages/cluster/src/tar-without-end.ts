import { Transform, type TransformCallback } from 'node:stream';

const BLOCK = 512;

/**
 * A tar file without the zeros at its end, so that another can follow it. What is a file's own zeros is told by the sizes
 * that the headers say: https://www.gnu.org/software/tar/manual/html_node/Standard.html. What is no tar file, such as a
 * simulated container's answer, comes out as nothing.
 */
export class TarWithoutEnd extends Transform {
  #header = Buffer.alloc(0);
  /** Of the present file, padding included. */
  #bodyLeft = 0;
  #ended = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let rest = chunk;
    while (rest.length > 0 && !this.#ended) {
      const taken = this.#bodyLeft > 0 ? this.#body(rest) : this.#head(rest);
      rest = rest.subarray(taken);
    }
    done();
  }

  #body(data: Buffer): number {
    const part = data.subarray(0, this.#bodyLeft);
    this.push(part);
    this.#bodyLeft -= part.length;
    return part.length;
  }

  #head(data: Buffer): number {
    const part = data.subarray(0, BLOCK - this.#header.length);
    this.#header = Buffer.concat([this.#header, part]);
    if (this.#header.length < BLOCK) return part.length;
    if (this.#header.toString('latin1', 257, 262) === 'ustar') {
      this.push(this.#header);
      this.#bodyLeft = Math.ceil(sizeOf(this.#header) / BLOCK) * BLOCK;
    } else {
      this.#ended = true;
    }
    this.#header = Buffer.alloc(0);
    return part.length;
  }
}

/** Twelve bytes: octal digits, or from 8 GiB on a big-endian number behind a first byte of 128. */
function sizeOf(header: Buffer): number {
  if (header.readUInt8(124) === 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(header.toString('latin1', 124, 136), 8) || 0;
}
