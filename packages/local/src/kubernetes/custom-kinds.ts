import type { Condition, KubeObject } from './object.js';

/** Kinds that a real cluster has only where somebody installed what makes them; of their fields, those read here. */

export interface VolumeSnapshot extends KubeObject {
  spec: {
    volumeSnapshotClassName?: string;
    source: { persistentVolumeClaimName?: string; volumeSnapshotContentName?: string };
  };
  status?: {
    boundVolumeSnapshotContentName?: string;
    creationTime?: string;
    readyToUse?: boolean;
    restoreSize?: string;
    error?: { message: string; time: string };
  };
}

export interface VolumeSnapshotClass extends KubeObject {
  driver: string;
  deletionPolicy: 'Delete' | 'Retain';
}

export interface VolumeSnapshotContent extends KubeObject {
  spec: {
    deletionPolicy: 'Delete' | 'Retain';
    driver: string;
    source: { volumeHandle?: string };
    volumeSnapshotClassName?: string;
    volumeSnapshotRef: { apiVersion: string; kind: string; namespace?: string; name: string; uid: string };
  };
}

export interface Certificate extends KubeObject {
  spec: {
    dnsNames: string[];
    secretName: string;
    issuerRef: { name: string; kind?: string; group?: string };
    /** What the Secret is to carry besides what the issuer writes. */
    secretTemplate?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    usages?: string[];
  };
  status?: {
    conditions?: Condition[];
    notBefore?: string;
    notAfter?: string;
    renewalTime?: string;
    revision?: number;
  };
}
