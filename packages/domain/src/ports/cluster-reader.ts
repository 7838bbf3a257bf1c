import type { Amounts, InstanceRef } from './cluster.js';

export interface LogLine {
  /** RFC 3339 with nanoseconds, as the container runtime stamped it. */
  at: string;
  text: string;
}

export interface LogQuery {
  container?: string | undefined;
  /** Last lines. */
  lines: number;
  /** Of the container before its last restart. */
  isPrevious?: boolean | undefined;
}

export interface ClusterEvent {
  at: Date;
  /** The cluster's word: Pulled, BackOff, FailedScheduling, Unhealthy, … */
  reason: string;
  message: string;
  isWarning: boolean;
  /** What it is about: Pod, PersistentVolumeClaim, Deployment, Ingress. */
  kind: string;
  count: number;
}

interface ListedObject {
  namespace: string;
  name: string;
  /** Null: not of one of our instances. */
  instanceId: string | null;
  createdAt: Date;
}
export interface ListedNode {
  name: string;
  isReady: boolean;
  isSchedulable: boolean;
  problems: string[];
  version: string;
  allocatable: Amounts & { pods: number };
  requested: Amounts & { pods: number };
  used: Amounts | null;
  createdAt: Date;
}
export interface ListedNamespace {
  name: string;
  userId: string | null;
  phase: string;
  pods: number;
  requested: Amounts;
  createdAt: Date;
}
export interface ListedPod extends ListedObject {
  phase: string;
  isReady: boolean;
  restarts: number;
  reason: string | null;
  node: string | null;
  requested: Amounts;
  used: Amounts | null;
}
export interface ListedDeployment extends ListedObject {
  image: string;
  wanted: number;
  ready: number;
}
export interface ListedService extends ListedObject {
  clusterIp: string | null;
  ports: number[];
}
export interface ListedIngress extends ListedObject {
  hosts: string[];
  hasTls: boolean;
}

/**
 * What the API may see of the cluster, under a ServiceAccount that can only read (infra/rbac/api.yaml). Lists are of
 * tenants' namespaces. All throw ClusterUnreachable.
 */
export interface ClusterReader {
  /** Names of the containers of the instance's pod, `app` first; empty: it has no pod. */
  containers(ref: InstanceRef): Promise<string[]>;
  /** Empty when there is no pod or nothing was said. */
  logs(ref: InstanceRef, query: LogQuery): Promise<LogLine[]>;
  /**
   * Lines as they come, first those after `since` (a stamp) or the last 200; goes over to the next pod after a restart.
   * Ends when the signal aborts.
   */
  followLogs(
    ref: InstanceRef,
    query: { container?: string | undefined; since: string | null },
    signal: AbortSignal,
  ): AsyncIterable<LogLine>;
  /** Of all its objects, newest first, at most 200. */
  events(ref: InstanceRef): Promise<ClusterEvent[]>;
  nodes(): Promise<ListedNode[]>;
  namespaces(): Promise<ListedNamespace[]>;
  pods(namespace?: string): Promise<ListedPod[]>;
  deployments(namespace?: string): Promise<ListedDeployment[]>;
  services(namespace?: string): Promise<ListedService[]>;
  ingresses(namespace?: string): Promise<ListedIngress[]>;
}
