import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Pod } from './kinds.js';

/** A fault of the containers it matches; every condition given must hold, and without any it is every container. */
const PodFault = z.strictObject({
  /** pull: the image cannot be pulled. crash: exits with 1. oom: OOMKilled. hang: runs and never becomes ready. */
  type: z.enum(['pull', 'crash', 'oom', 'hang']),
  /** Parts of the image, the pod's name, the namespace. */
  image: z.string().optional(),
  pod: z.string().optional(),
  namespace: z.string().optional(),
  /** The last words of a container that ends, or the registry's instead of its usual ones. */
  message: z.string().optional(),
});
type PodFault = z.infer<typeof PodFault>;

/** What containers say at their start beside the usual, one line each, as it is. */
const LogFault = z.strictObject({
  type: z.literal('log'),
  image: z.string().optional(),
  namespace: z.string().optional(),
  lines: z.array(z.string()).min(1),
});

/** A fault of commands in containers: they change nothing, say `stderr` and exit with `exitCode`. */
const ExecFault = z.strictObject({
  type: z.literal('exec'),
  /** Parts of the image, the command with its arguments, the namespace; without any it is every command. */
  image: z.string().optional(),
  command: z.string().optional(),
  namespace: z.string().optional(),
  exitCode: z.number().int().min(1).max(255).default(1),
  stderr: z.string().default(''),
  /** For the next so many commands; without it, until cleared. */
  times: z.number().int().min(1).optional(),
});

/** A fault of certificates: those for a host whose name contains `host` are not issued, and `message` says why. */
const CertificateFault = z.strictObject({
  type: z.literal('certificate'),
  host: z.string().default(''),
  message: z.string().min(1),
});

/** A fault of the API itself. */
const ApiFault = z.strictObject({
  type: z.literal('api'),
  /** Refuse with this code; without it the request is only delayed, or lost. */
  status: z
    .union([
      z.literal(401),
      z.literal(403),
      z.literal(409),
      z.literal(410),
      z.literal(429),
      z.literal(500),
      z.literal(503),
      z.literal(504),
    ])
    .optional(),
  retryAfterSeconds: z.number().int().min(0).default(1),
  /** The server's words, with `status`. */
  message: z.string().optional(),
  delayMs: z.number().int().min(0).max(600_000).default(0),
  /** Do the work, then break the connection instead of answering: the client cannot know. */
  lost: z.boolean().default(false),
  verbs: z
    .array(z.enum(['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection']))
    .optional(),
  /** Plural names: `deployments`; with a subresource, for it alone: `pods/exec`. */
  resources: z.array(z.string()).optional(),
  /** For the next so many requests; without it, until cleared. */
  times: z.number().int().min(1).optional(),
  /** The share of matching requests, 0 to 1. */
  ratio: z.number().min(0).max(1).default(1),
});

/** Happens once, at once: every watch ends, politely or as a broken connection. */
const DropWatches = z.strictObject({ type: z.literal('drop-watches'), abrupt: z.boolean().default(false) });

/** Happens once, at once: every version known to a client is too old (410). */
const ExpireWatches = z.strictObject({ type: z.literal('expire-watches') });

export const FaultRequest = z.discriminatedUnion('type', [
  PodFault,
  LogFault,
  ExecFault,
  CertificateFault,
  ApiFault,
  DropWatches,
  ExpireWatches,
]);
export type FaultRequest = z.infer<typeof FaultRequest>;
export type ApiFault = z.infer<typeof ApiFault>;
type ExecFault = z.infer<typeof ExecFault>;
export type LastingFault =
  | PodFault
  | z.infer<typeof LogFault>
  | ExecFault
  | z.infer<typeof CertificateFault>
  | ApiFault;
export type Fault = LastingFault & { id: string };

const POD_FAULTS = new Set<string>(PodFault.shape.type.options);
const isOfPods = (fault: Fault): fault is PodFault & { id: string } => POD_FAULTS.has(fault.type);

/** What is to go wrong, in the order in which it was asked for; the first fault that matches wins. */
export class Faults {
  #faults: Fault[] = [];

  get all(): readonly Fault[] {
    return this.#faults;
  }

  add(fault: LastingFault): Fault {
    const added = { ...fault, id: randomUUID() };
    this.#faults.push(added);
    return added;
  }

  clear(id?: string): void {
    this.#faults = id === undefined ? [] : this.#faults.filter((fault) => fault.id !== id);
  }

  ofContainer({ metadata }: Pod, image: string): PodFault | undefined {
    return this.#faults
      .filter(isOfPods)
      .find(({ namespace = metadata.namespace, pod = '', image: part = '' }) => {
        return namespace === metadata.namespace && metadata.name.includes(pod) && image.includes(part);
      });
  }

  /** What this container says at its start beside the usual. */
  ofLog({ metadata }: Pod, image: string): string[] {
    return this.#faults.flatMap((fault) => {
      if (fault.type !== 'log') return [];
      const { namespace = metadata.namespace, image: part = '', lines } = fault;
      return namespace === metadata.namespace && image.includes(part) ? lines : [];
    });
  }

  /** Why no certificate is given to these hosts. */
  ofHosts(hosts: string[]): string | undefined {
    for (const fault of this.#faults)
      if (fault.type === 'certificate' && hosts.some((host) => host.includes(fault.host)))
        return fault.message;
    return undefined;
  }

  /** The fault that the next request of this kind meets, which uses up one of its `times`. */
  takeForRequest(verb: string, resource: string, subresource?: string): ApiFault | undefined {
    const names = [resource, `${resource}/${subresource}`];
    const fault = this.#faults.find(
      (each): each is ApiFault & { id: string } =>
        each.type === 'api' &&
        (each.verbs?.some((known) => known === verb) ?? true) &&
        (each.resources?.some((known) => names.includes(known)) ?? true) &&
        Math.random() < each.ratio,
    );
    this.#use(fault);
    return fault;
  }

  /** The fault that the next command in this pod meets, which uses up one of its `times`. */
  takeForExec({ metadata }: Pod, image: string, command: string): ExecFault | undefined {
    const fault = this.#faults.find(
      (each): each is ExecFault & { id: string } =>
        each.type === 'exec' &&
        (each.namespace ?? metadata.namespace) === metadata.namespace &&
        image.includes(each.image ?? '') &&
        command.includes(each.command ?? ''),
    );
    this.#use(fault);
    return fault;
  }

  #use(fault: { id: string; times?: number | undefined } | undefined): void {
    if (fault?.times === undefined) return;
    fault.times -= 1;
    if (fault.times === 0) this.clear(fault.id);
  }
}
