import { z } from 'zod';
import type { Container, Pod } from './kinds.js';
import { toUnits } from './quota-usage.js';

const percent = z.number().min(0).max(100).optional();

/** What some pods use, in percent of their limits or their volume's size; what is not given stays made up. */
export const UsageRequest = z.strictObject({
  namespace: z.string().optional(),
  /** The value of the label that every object of one instance carries. */
  instance: z.string().optional(),
  /** A part of the image. */
  image: z.string().optional(),
  cpuPercent: percent,
  memoryPercent: percent,
  volumePercent: percent,
});
export type UsageRequest = z.infer<typeof UsageRequest>;

const INSTANCE_LABEL = 'minispod.id/instance';

/** For containers without limits. */
const DEFAULT_LIMITS = { cpu: '500m', memory: '256Mi' };

/**
 * How busy each container and volume is: nothing runs, so the numbers are waves that follow from the pod and the time,
 * except where others were asked for.
 */
export class Load {
  #requests: UsageRequest[];

  constructor(requests: UsageRequest[] = []) {
    this.#requests = requests;
  }

  /** Newest first. */
  get requests(): readonly UsageRequest[] {
    return this.#requests;
  }

  set(request: UsageRequest): void {
    const { namespace, instance, image } = request;
    const others = this.#requests.filter(
      (each) => each.namespace !== namespace || each.instance !== instance || each.image !== image,
    );
    this.#requests = [request, ...others];
  }

  clear(): void {
    this.#requests = [];
  }

  /** CPU in millicores (5 to 20 % of the limit), memory in bytes (about 40 %). */
  ofContainer(pod: Pod, { image, resources }: Container, now: number): { cpu: number; memory: number } {
    const wave = waves(pod, now);
    const limit = (name: 'cpu' | 'memory') =>
      toUnits(name, resources?.limits?.[name] ?? DEFAULT_LIMITS[name]);
    const cpu = this.#asked(pod, [image], 'cpuPercent') ?? 5 + 10 * wave(97) + 5 * wave(13);
    const memory = this.#asked(pod, [image], 'memoryPercent') ?? 37 + 5 * wave(311) + wave(41);
    return {
      cpu: Math.round((limit('cpu') * cpu) / 100),
      memory: Math.round((limit('memory') * memory) / 100),
    };
  }

  /** The used part of a volume, 0 to 1; about 0.12. */
  ofVolume(pod: Pod, now: number): number {
    const images = pod.spec.containers.map(({ image }) => image);
    return (this.#asked(pod, images, 'volumePercent') ?? 11.5 + waves(pod, now)(1_801)) / 100;
  }

  #asked(
    { metadata }: Pod,
    images: string[],
    which: 'cpuPercent' | 'memoryPercent' | 'volumePercent',
  ): number | undefined {
    for (const request of this.#requests) {
      const { namespace, instance, image = '', [which]: asked } = request;
      if (namespace !== undefined && namespace !== metadata.namespace) continue;
      if (instance !== undefined && instance !== metadata.labels?.[INSTANCE_LABEL]) continue;
      if (asked !== undefined && images.some((each) => each.includes(image))) return asked;
    }
    return undefined;
  }
}

/** Slow waves from 0 to 1, of another phase for each pod. */
function waves({ metadata }: Pod, now: number): (periodSeconds: number) => number {
  const seed = Number.parseInt(metadata.uid.slice(0, 6), 16);
  return (periodSeconds) => (1 + Math.sin(now / 1000 / periodSeconds + seed)) / 2;
}
