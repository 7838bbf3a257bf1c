import { create, toDataURL } from 'qrcode';
import { useMemo } from 'react';

/** Modules of white around the code that scanners need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** Always dark on white, in the dark scheme too: many scanners cannot read an inverted code. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, side } = useMemo(() => draw(text), [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      style={{ width: '100%', maxWidth: 320, borderRadius: 14, background: '#fff' }}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}

function draw(text: string): { path: string; side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + QUIET_ZONE} ${row + QUIET_ZONE}h1v1h-1z`;
    }
  }
  return { path, side: modules.size + 2 * QUIET_ZONE };
}

/** The code as a picture to keep: a data: address, 720 pixels wide. */
export function qrPicture(text: string): Promise<string> {
  return toDataURL(text, { errorCorrectionLevel: 'M', margin: QUIET_ZONE, width: 720 });
}
