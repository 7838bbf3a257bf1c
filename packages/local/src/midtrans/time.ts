const WIB_OFFSET_MS = 7 * 3_600_000;

/** `2026-01-31 18:00:00`: Midtrans writes Jakarta time (GMT+7, no daylight saving) without an offset. */
export function formatWib(at: Date): string {
  return new Date(at.getTime() + WIB_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads `yyyy-MM-dd HH:mm:ss Z`; without an offset it is Jakarta time. Null when it is no such time. */
export function parseGatewayTime(text: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?: ([+-]\d{2}):?(\d{2}))?$/.exec(text);
  if (!match) return null;
  const [, day, time, hours = '+07', minutes = '00'] = match;
  const at = new Date(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
