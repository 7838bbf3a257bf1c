/** How to reach the cluster. `file` without a path reads KUBECONFIG or ~/.kube/config, as kubectl does. */
export type KubeConfigSource =
  | { kind: 'file'; path?: string | undefined; context?: string | undefined }
  | { kind: 'text'; yaml: string }
  | { kind: 'in-cluster' };

/** What the manifests depend on beside the instance itself: the operator's choices, the same for every tenant. */
export interface ManifestSettings {
  /** Domain under which apps are reached; a port (`localhost:3004`) goes into addresses but not into the Ingress. */
  appsDomain: string;
  /** `ingressClassName`; absent: the cluster's default class. */
  ingressClass?: string | undefined;
  /**
   * ClusterIssuer of the wildcard certificate for `*.{appsDomain}`, which is asked for in the ingress controller's namespace;
   * set: addresses are https. The certificate is the ingress controller's default one, because an Ingress can only name a Secret of its own namespace, and the wildcard's private
   * key has no business in a tenant's.
   */
  tlsIssuer?: string | undefined;
  /**
   * cert-manager ClusterIssuer for customers' own domains; absent: those are served without TLS of their own. An HTTP-01
   * solver must say `serviceType: ClusterIP`: tenants may not open ports on the nodes, which is cert-manager's default.
   */
  domainIssuer?: string | undefined;
  /** Absent: the cluster's default class. Volumes that exist keep the class they were made with. */
  storageClass?: string | undefined;
  /** Where the ingress controller runs: the one namespace that may open connections to apps. Default `ingress-nginx`. */
  ingressNamespace?: string | undefined;
  /**
   * False on servers older than 1.22, which have no port ranges in network policies: there apps reach the web and
   * nothing else, because "all but mail" cannot be said. Found out by asking; default true.
   */
  portRanges?: boolean | undefined;
  /** The operator's own public ranges, as CIDR: the API server, the nodes and their ports. No app reaches them. */
  egressExcept?: readonly string[] | undefined;
  /** RuntimeClass (gVisor, Kata) for templates with `isolation: strict`; absent: they run as the others do. */
  strictRuntimeClass?: string | undefined;
}

/** For whoever only talks to the cluster. */
export interface ConnectionSettings {
  kubeConfig: KubeConfigSource;
  /** One request's time limit in ms; default 15,000. Watches, logs and commands in pods are not subject to it. */
  requestTimeoutMs?: number | undefined;
  /** Called for each request to the API server: for metrics and for counting. */
  onRequest?: ((method: string, path: string) => void) | undefined;
}

/** For copying data in and out. */
export interface ClusterDataSettings extends ManifestSettings, ConnectionSettings {
  /** Busybox, or what has its sh and tar; default a pinned release of it. */
  toolboxImage?: string | undefined;
  /** VolumeSnapshotClass; absent: volumes are copied. */
  snapshotClass?: string | undefined;
}

export interface ClusterSettings extends ManifestSettings, ConnectionSettings {
  /** Called when a watch was interrupted, with how long it waits before it goes on: for logs. */
  onWatchInterrupted?: ((kind: string, reason: string, retryInMs: number) => void) | undefined;
}
