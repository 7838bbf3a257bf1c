/** Bytes of a line: base64 makes 76 characters of 57, and pads none but the last. */
const LINE_BYTES = 57;

/**
 * Before v5 a client cannot end stdin and still hear the outcome. So a shell in the container reads lines of base64 up to
 * a line with a dot, decodes them, and ends the command's stdin there. Needs sh, sed and base64 in the image, which is why
 * it is only done where it must be.
 */
export function untilMarker(argv: readonly string[]): string[] {
  const script = [
    'for tool in sed base64; do command -v $tool >/dev/null || { echo "no $tool in this image" >&2; exit 127; }; done',
    'sed -n \'/^[.]$/q;p\' | base64 -d | "$@"',
  ].join('\n');
  return ['sh', '-c', script, 'sh', ...argv];
}

/** The marker comes twice: BusyBox' sed looks at no line before it has the next one. */
export async function* inLines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = bytes.length - (bytes.length % LINE_BYTES);
    rest = bytes.subarray(whole);
    if (whole > 0) yield encoded(bytes.subarray(0, whole));
  }
  yield Buffer.concat([encoded(rest), Buffer.from('.\n.\n')]);
}

function encoded(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('base64').replace(/.{1,76}/g, '$&\n'));
}
