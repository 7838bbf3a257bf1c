import { z } from 'zod';
import type { Cluster } from './cluster.js';
import type { Node } from './kinds.js';
import { isFields } from './object.js';
import { parseQuantity } from './quantity.js';
import { RESOURCES } from './resources.js';
import { changeSettings } from './settings.js';
import { notFound } from './status.js';
import { createNodes, putNode } from './system.js';

const quantity = z
  .string()
  .refine((text) => parseQuantity(text) !== undefined, { error: 'is not a quantity' });
const size = {
  cpu: quantity.optional(),
  memory: quantity.optional(),
  pods: z.number().int().min(1).optional(),
};

/** One node, which is added if it is not there. */
const OneNode = z.strictObject({
  ...size,
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
  /** false: its kubelet is silent; what runs there stays, nothing new comes. */
  ready: z.boolean().optional(),
  /** As after `kubectl cordon`. */
  unschedulable: z.boolean().optional(),
});

/** So many nodes of one size, instead of those there are. */
const AllNodes = z.strictObject({ ...size, count: z.number().int().min(1).max(100).optional() });

/** Adds or changes the node that is named, or without a name all of them. Returns all there are. */
export function setNodes(cluster: Cluster, body: unknown): object[] {
  const { store, settings } = cluster;
  if (isFields(body) && 'name' in body) {
    const asked = OneNode.parse(body);
    putNode(store, asked.name, { ...settings.nodes, ...currentSize(cluster, asked.name), ...asked });
  } else {
    changeSettings(settings, { nodes: { ...settings.nodes, ...AllNodes.parse(body) } });
    createNodes(store, settings);
  }
  return listNodes(cluster);
}

/** The pods of a node that is removed are gone, and are made anew elsewhere. Throws 404. */
export function removeNode(cluster: Cluster, name: string): object[] {
  const node = cluster.store.get(RESOURCES.nodes, undefined, name);
  if (!node) throw notFound(RESOURCES.nodes, name);
  cluster.store.remove(RESOURCES.nodes, node);
  return listNodes(cluster);
}

export function listNodes({ store }: Cluster): object[] {
  return Array.from(store.candidates<Node>(RESOURCES.nodes), ({ metadata, spec, status }) => ({
    name: metadata.name,
    ...status.capacity,
    ready: status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    unschedulable: spec.unschedulable ?? false,
  }));
}

function currentSize({ store }: Cluster, name: string): { cpu?: string; memory?: string; pods?: number } {
  const capacity = store.get<Node>(RESOURCES.nodes, undefined, name)?.status.capacity;
  const { cpu, memory, pods } = capacity ?? {};
  return { ...(cpu && { cpu }), ...(memory && { memory }), ...(pods && { pods: Number(pods) }) };
}
