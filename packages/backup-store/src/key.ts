const KEY = /^[a-z0-9][\w.-]*(\/[a-z0-9][\w.-]*)*$/;

/** Throws RangeError unless the key is a relative path of plain names, none of which can lead upwards. */
export function checkKey(key: string): string {
  if (key.length > 300 || !KEY.test(key)) throw new RangeError(`"${key.slice(0, 80)}" cannot name a backup`);
  return key;
}
