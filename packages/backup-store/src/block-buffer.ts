/** Bytes that came in pieces of any size, to be taken in others. */
export class BlockBuffer {
  #pieces: Buffer[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#size += piece.length;
  }

  /** Up to `size` bytes, fewer when there are no more. */
  take(size: number): Buffer {
    const taken: Buffer[] = [];
    let missing = Math.min(size, this.#size);
    this.#size -= missing;
    while (missing > 0) {
      const piece = this.#pieces[0] ?? Buffer.alloc(0);
      taken.push(piece.subarray(0, missing));
      if (piece.length > missing) this.#pieces[0] = piece.subarray(missing);
      else this.#pieces.shift();
      missing -= Math.min(missing, piece.length);
    }
    return taken.length === 1 && taken[0] ? taken[0] : Buffer.concat(taken);
  }
}
