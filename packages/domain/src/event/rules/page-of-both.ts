interface Dated {
  at: Date;
}

/**
 * One page of two lists merged, newest first: a long one that is read in slices, and a short one that is at hand. The page
 * can begin at most as many rows earlier in the long list as the short one has, so only those are read beside it.
 */
export async function pageOfBoth<T extends Dated>(
  { page, limit }: { page: number; limit: number },
  readLong: (skip: number, take: number) => Promise<T[]>,
  short: T[],
): Promise<T[]> {
  const start = (page - 1) * limit;
  const skip = Math.max(0, start - short.length);
  const long = await readLong(skip, start - skip + limit);
  const first = long[0];
  const isBefore = (event: T) => skip > 0 && first !== undefined && event.at > first.at;
  const later = short.filter((event) => !isBefore(event));
  const begin = skip + short.length - later.length;
  const merged = [...long, ...later].sort((a, b) => b.at.getTime() - a.at.getTime());
  return merged.slice(start - begin, start - begin + limit);
}
