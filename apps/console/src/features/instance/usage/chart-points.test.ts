import { describe, expect, it } from 'vitest';
import { chartPoints, extremes, roundTop } from './chart-points.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString();

describe('the line of a chart', () => {
  it('goes through readings at their usual distance', () => {
    const points = chartPoints([0, 1, 2, 3].map((minute) => ({ at: at(minute), value: minute })));
    expect(points.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
  });

  it('breaks where it was not measured for a while', () => {
    const points = chartPoints([0, 1, 2, 30, 31].map((minute) => ({ at: at(minute), value: 5 })));
    expect(points.map(({ value }) => value)).toEqual([5, 5, 5, null, 5, 5]);
  });

  it('is empty without readings and a dot with one', () => {
    expect(chartPoints([])).toEqual([]);
    expect(chartPoints([{ at: at(0), value: 7 }])).toHaveLength(1);
  });
});

describe('the end of an axis', () => {
  it.each([
    [0, 2, 1],
    [250, 2, 256],
    [300, 2, 384],
    [512, 2, 512],
    [5120, 2, 6144],
    [25, 10, 40],
    [1000, 10, 1000],
    [250, 10, 400],
  ] as const)('for %i in powers of %i is %i', (highest, base, top) =>
    expect(roundTop(highest, base)).toBe(top),
  );
});

describe('the numbers beside it', () => {
  it('leave the holes out', () => {
    const points = [2, null, 4].map((value, time) => ({ time, value }));
    expect(extremes(points)).toEqual({ highest: 4, average: 3 });
    expect(extremes([{ time: 0, value: null }])).toBeNull();
  });
});
