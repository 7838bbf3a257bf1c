/** A reading, or a hole in the line where readings are missing. */
export interface Point {
  /** Milliseconds. */
  time: number;
  value: number | null;
}

/** Readings further apart than so many usual distances have a pause between them, and no line is drawn across it. */
const PAUSE = 3;

/** The readings of one kind as points of a line, with a hole wherever it was not measured for a while. */
export function chartPoints(readings: readonly { at: string; value: number | null }[]): Point[] {
  const points = readings.map(({ at, value }) => ({ time: Date.parse(at), value }));
  const distances = points
    .slice(1)
    .map((point, index) => point.time - (points[index]?.time ?? point.time))
    .sort((a, b) => a - b);
  const usual = distances[Math.floor(distances.length / 2)] ?? 0;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const isAfterPause = before !== undefined && point.time - before.time > usual * PAUSE;
    return isAfterPause ? [{ time: before.time + usual, value: null }, point] : [point];
  });
}

/** Ends of an axis that read well at half and at full: memory is counted in powers of two, all else in tens. */
const STEPS = { 2: [1, 1.5, 2], 10: [1, 2, 4, 6, 8, 10] } as const;

/** The least well-readable end of an axis that starts at 0 and has room for `highest`. */
export function roundTop(highest: number, base: keyof typeof STEPS): number {
  const power = base ** Math.floor(Math.log(Math.max(highest, 1)) / Math.log(base) + 1e-9);
  return power * (STEPS[base].find((step) => power * step >= highest) ?? base);
}

/** The highest and the average reading; null when there is none. */
export function extremes(points: readonly Point[]): { highest: number; average: number } | null {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  return {
    highest: Math.max(...values),
    average: values.reduce((sum, value) => sum + value, 0) / values.length,
  };
}
