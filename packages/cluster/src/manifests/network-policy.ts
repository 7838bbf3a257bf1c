import type { V1NetworkPolicy, V1NetworkPolicyPort } from '@kubernetes/client-node';
import type { DesiredInstance } from '@minispod/domain/ports/cluster';
import { EGRESS_LABEL, namespaceName, TENANT_OBJECT, tenantLabels } from '../names.js';
import type { ManifestSettings } from '../settings.js';

/** Set on every namespace by Kubernetes itself since 1.21. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Where clusters, nodes and cloud metadata services live, which are no business of an app: 169.254.169.254 and fd00:ec2::254,
 * Azure's wire server (168.63.129.16), Oracle's metadata (192.0.0.192), and IPv4 addresses written as IPv6 (NAT64).
 */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '192.0.0.0/24',
];
const PRIVATE_V6 = ['fc00::/7', 'fe80::/10', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48'];

/** A policy can only allow, so the mail ports (25, 465, 587) are the gaps between the ranges. */
const ALL_BUT_MAIL: V1NetworkPolicyPort[] = [
  { protocol: 'TCP', port: 1, endPort: 24 },
  { protocol: 'TCP', port: 26, endPort: 464 },
  { protocol: 'TCP', port: 466, endPort: 586 },
  { protocol: 'TCP', port: 588, endPort: 65_535 },
  // Names, time and the web: what else comes by UDP is more often an attack than an app.
  { protocol: 'UDP', port: 53 },
  { protocol: 'UDP', port: 123 },
  { protocol: 'UDP', port: 443 },
];

const WEB_ONLY: V1NetworkPolicyPort[] = [
  { protocol: 'TCP', port: 80 },
  { protocol: 'TCP', port: 443 },
  { protocol: 'UDP', port: 443 },
];

type Egress = DesiredInstance['template']['egress'];
const TIERS: readonly Egress[] = ['internet', 'web', 'none'];

/** `minispod` for the tier most apps have. */
export function networkPolicyName(tier: Egress): string {
  return tier === 'internet' ? TENANT_OBJECT : `${TENANT_OBJECT}-${tier}`;
}

/**
 * Everything is denied but: in from the ingress controller; out to DNS; among one user's own apps, without which a
 * database could be bought but not used; and out to the public internet as the app's tier says, never to mail ports.
 *
 * One policy per tier, since policies only add: one that let every pod of the namespace out could not be narrowed for
 * one of them. Each selects the pods of its tier and those that name none (an issuer's solver), so that there is no pod
 * that no policy selects.
 */
export function networkPolicy(
  { userId, template: { egress: tier } }: DesiredInstance,
  settings: ManifestSettings,
): V1NetworkPolicy {
  const others = TIERS.filter((other) => other !== tier);
  const ownApps = { podSelector: {} };
  const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } });
  const ports = tier === 'web' || settings.portRanges === false ? WEB_ONLY : ALL_BUT_MAIL;
  const own = settings.egressExcept ?? [];
  const isV6 = (range: string) => range.includes(':');
  const internet = {
    to: [
      { ipBlock: { cidr: '0.0.0.0/0', except: [...PRIVATE_V4, ...own.filter((range) => !isV6(range))] } },
      { ipBlock: { cidr: '::/0', except: [...PRIVATE_V6, ...own.filter(isV6)] } },
    ],
    ports,
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: networkPolicyName(tier),
      namespace: namespaceName(userId),
      labels: tenantLabels(userId),
    },
    spec: {
      podSelector: { matchExpressions: [{ key: EGRESS_LABEL, operator: 'NotIn', values: others }] },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ _from: [inNamespace(settings.ingressNamespace ?? 'ingress-nginx'), ownApps] }],
      egress: [
        {
          to: [inNamespace('kube-system')],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
        { to: [ownApps] },
        ...(tier === 'none' ? [] : [internet]),
      ],
    },
  };
}
