import fc from 'fast-check';
import { expect, it } from 'vitest';
import { howManyFit, largestOf, placeAll } from './room.js';

const node = (cpuMilli: number, memoryMb: number) => ({ cpuMilli, memoryMb });

it('spreads over the nodes and takes room of one node whole', () => {
  const nodes = [node(1_000, 1_024), node(1_000, 2_048)];
  expect(placeAll(nodes, [node(500, 1_500)])).toEqual({
    left: [node(1_000, 1_024), node(500, 548)],
    unplaced: 0,
  });
  // Together they have room for it, none of them alone has.
  expect(placeAll(nodes, [node(100, 2_500)]).unplaced).toBe(1);
  expect(placeAll(nodes, [node(1_500, 100)]).unplaced).toBe(1);
  expect(placeAll([], [node(1, 1)]).unplaced).toBe(1);
  expect(nodes).toEqual([node(1_000, 1_024), node(1_000, 2_048)]);
});

it('knows the largest free room and how many more fit', () => {
  const nodes = [node(1_000, 1_024), node(250, 4_096), node(-100, 512)];
  expect(largestOf(nodes)).toEqual(node(250, 4_096));
  expect(largestOf([])).toEqual(node(0, 0));
  expect(howManyFit(nodes, node(250, 256))).toBe(4 + 1 + 0);
});

it('never gives away more than there is', () => {
  const amounts = fc.array(fc.record({ cpuMilli: fc.nat(4_000), memoryMb: fc.nat(8_192) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(amounts, amounts, (nodes, wanted) => {
      const { left } = placeAll(nodes, wanted);
      for (const one of left) expect(Math.min(one.cpuMilli, one.memoryMb)).toBeGreaterThanOrEqual(0);
    }),
  );
});
