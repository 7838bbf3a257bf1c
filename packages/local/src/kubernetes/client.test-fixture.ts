import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  NetworkingV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1Deployment,
  type V1Status,
} from '@kubernetes/client-node';
import { expect } from 'vitest';

/** Waits for a state; the limit is for machines that are busy with other things. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 20 });

/** Settings under which a test waits for the simulated cluster, not for its clock. */
export const FAST = {
  pullMs: 5,
  slowPullMs: 60_000,
  pullBackoffMs: 20,
  crashAfterMs: 5,
  crashBackoffMs: 10,
  backoffMaxMs: 40,
  terminationMs: 5,
  namespaceDeletionMs: 5,
  bindVolumeMs: 0,
  logIntervalMs: 20,
};

export const APPLY = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
export const MERGE = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
export const STRATEGIC = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);

export function connect(kubeconfig: string) {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    networking: config.makeApiClient(NetworkingV1Api),
  };
}

export function aDeployment(name: string, image = 'n8nio/n8n:1.2.3'): V1Deployment & { spec: object } {
  const labels = { instance: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'app', image, resources: { limits: { cpu: '250m', memory: '256Mi' } } }],
        },
      },
    },
  };
}

/** The Status that a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<V1Status & { code: number }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiException) return JSON.parse(error.body);
    throw error;
  }
  throw new Error('the call was not refused');
}
