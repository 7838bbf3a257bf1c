import type { Amounts } from '../../ports/cluster.js';

/**
 * What is left on each node when these are placed one after the other, each on the node with the most memory left, as the
 * scheduler spreads them. One that fits nowhere takes nothing: it is not there and its order will be told so.
 */
export function placeAll(free: Amounts[], wanted: Amounts[]): { left: Amounts[]; unplaced: number } {
  const left = free.map((node) => ({ ...node }));
  let unplaced = 0;
  for (const { cpuMilli, memoryMb } of wanted) {
    const node = left
      .filter((one) => one.cpuMilli >= cpuMilli && one.memoryMb >= memoryMb)
      .reduce<Amounts | null>((most, one) => (most && most.memoryMb >= one.memoryMb ? most : one), null);
    if (node) {
      node.cpuMilli -= cpuMilli;
      node.memoryMb -= memoryMb;
    } else {
      unplaced++;
    }
  }
  return { left, unplaced };
}

/** The free room of the node that has the most memory left; nothing when there is no node. */
export function largestOf(free: Amounts[]): Amounts {
  return free.reduce((most, one) => (one.memoryMb >= most.memoryMb ? one : most), {
    cpuMilli: 0,
    memoryMb: 0,
  });
}

/** How many more of these fit. */
export function howManyFit(free: Amounts[], { cpuMilli, memoryMb }: Amounts): number {
  const on = (node: Amounts) =>
    Math.max(
      0,
      Math.min(
        cpuMilli > 0 ? Math.floor(node.cpuMilli / cpuMilli) : Number.MAX_SAFE_INTEGER,
        memoryMb > 0 ? Math.floor(node.memoryMb / memoryMb) : Number.MAX_SAFE_INTEGER,
      ),
    );
  return free.reduce((sum, node) => sum + on(node), 0);
}
