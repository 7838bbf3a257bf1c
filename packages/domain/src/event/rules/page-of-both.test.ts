import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOfBoth } from './page-of-both.js';

const times = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { maxLength: 60 });
const dated = (values: number[], from: string) => values.map((value) => ({ at: new Date(value), from }));
const newestFirst = <T extends { at: Date }>(rows: T[]) =>
  rows.toSorted((a, b) => b.at.getTime() - a.at.getTime());

it('is the page of the whole, whichever list its rows come from', async () => {
  await fc.assert(
    fc.asyncProperty(
      times,
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (all, cut, limit) => {
        const long = newestFirst(dated(all.slice(cut), 'long'));
        const short = newestFirst(dated(all.slice(0, cut), 'short'));
        const whole = newestFirst([...long, ...short]);
        for (let page = 1; page <= all.length / limit + 2; page++) {
          const rows = await pageOfBoth(
            { page, limit },
            async (skip, take) => long.slice(skip, skip + take),
            short,
          );
          expect(rows).toEqual(whole.slice((page - 1) * limit, page * limit));
        }
      },
    ),
  );
});

it('reads no more of the long list than it may need', async () => {
  const asked: [number, number][] = [];
  const readLong = async (skip: number, take: number) => {
    asked.push([skip, take]);
    return [];
  };
  await pageOfBoth({ page: 1_000, limit: 20 }, readLong, dated([1, 2, 3], 'short'));
  expect(asked).toEqual([[19_977, 23]]);
});
