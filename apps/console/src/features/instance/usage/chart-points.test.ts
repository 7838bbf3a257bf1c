import { describe, expect, it } from 'vitest';
import { chartPoints, extremes } from './chart-points.js';

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

describe('the numbers beside it', () => {
  it('leave the holes out', () => {
    const points = [2, null, 4].map((value, time) => ({ time, value }));
    expect(extremes(points)).toEqual({ highest: 4, average: 3 });
    expect(extremes([{ time: 0, value: null }])).toBeNull();
  });
});
