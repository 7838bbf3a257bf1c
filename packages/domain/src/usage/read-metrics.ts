import type { MetricsInput, MetricsView } from '@minispod/contracts/instance';
import { UsageSample } from '@minispod/database/entities/usage-sample.entity';
import type { Reader } from '@minispod/database/transaction';
import { MoreThan } from 'typeorm';
import type { z } from 'zod';
import { notFound } from '../errors.js';
import { loadInstance } from '../instance/load-instance.js';

const HOUR = 3_600_000;
/** How far back a range goes, in ms, and what it is drawn of: at most some 300 points. Longer ranges join hours. */
const RANGES = {
  '1h': { ms: HOUR, resolution: '5m', join: 1 },
  '6h': { ms: 6 * HOUR, resolution: '5m', join: 1 },
  '24h': { ms: 24 * HOUR, resolution: '5m', join: 1 },
  '7d': { ms: 7 * 24 * HOUR, resolution: '1h', join: 1 },
  '30d': { ms: 30 * 24 * HOUR, resolution: '1h', join: 3 },
} as const;

/** What an instance of the user used over time against what its plan has, oldest first. */
export async function readMetrics(
  reader: Reader,
  userId: string,
  { id, range }: z.infer<typeof MetricsInput>,
  now: Date,
): Promise<z.infer<typeof MetricsView>> {
  const loaded = await loadInstance(reader, id, userId);
  if (!loaded) throw notFound('Instance');
  const { cpuMilli, memoryMb, storageGb } = loaded.plan;
  const { ms, resolution, join } = RANGES[range];
  const samples = await reader.find(UsageSample, {
    where: { instanceId: id, resolution, at: MoreThan(new Date(now.getTime() - ms)) },
    order: { at: 'ASC' },
  });
  return {
    range,
    limits: { cpuMilli, memoryMb, volumeMb: storageGb * 1_024 },
    points: joined(samples, join * HOUR, join > 1).map((sample) => ({
      at: sample.at.toISOString(),
      cpuMilli: sample.cpuMilli,
      memoryMb: sample.memoryMb,
      volumeUsedMb: sample.volumeUsedMb,
    })),
  };
}

type Sample = Pick<UsageSample, 'at' | 'cpuMilli' | 'memoryMb' | 'volumeUsedMb' | 'readings'>;

/** Several buckets as one: averages weighed by their readings, the last volume. */
function joined(samples: Sample[], width: number, isNeeded: boolean): Sample[] {
  if (!isNeeded) return samples;
  const points = new Map<number, Sample>();
  for (const sample of samples) {
    const at = Math.floor(sample.at.getTime() / width) * width;
    const point = points.get(at);
    points.set(at, point ? merge(point, sample) : { ...sample, at: new Date(at) });
  }
  return [...points.values()];
}

function merge(a: Sample, b: Sample): Sample {
  const readings = a.readings + b.readings;
  const average = (of: 'cpuMilli' | 'memoryMb') =>
    Math.round((a[of] * a.readings + b[of] * b.readings) / readings);
  return {
    at: a.at,
    cpuMilli: average('cpuMilli'),
    memoryMb: average('memoryMb'),
    volumeUsedMb: b.volumeUsedMb ?? a.volumeUsedMb,
    readings,
  };
}
