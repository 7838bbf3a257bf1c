import { ALL_RESOURCES, apiVersionOf, type Resource } from './resources.js';
import { VERSION } from './system.js';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const METRICS = 'metrics.k8s.io';
const METRICS_VERSION = 'v1beta1';

const groups = [
  ...new Map(ALL_RESOURCES.filter(({ group }) => group).map(({ group, version }) => [group, version])),
  [METRICS, METRICS_VERSION] as const,
].map(([name, version]) => {
  const preferredVersion = { groupVersion: `${name}/${version}`, version };
  return { name, versions: [preferredVersion], preferredVersion };
});

/** What a client may ask to learn what is served, by path. */
export const DISCOVERY: ReadonlyMap<string, object> = new Map<string, object>([
  ['/version', { major: '1', minor: '31', gitVersion: VERSION, platform: 'linux/amd64' }],
  ['/api', { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }],
  ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups }],
  ...groups.map(
    (group) => [`/apis/${group.name}`, { kind: 'APIGroup', apiVersion: 'v1', ...group }] as const,
  ),
  ...[...new Set(ALL_RESOURCES.map(apiVersionOf))].map(
    (version) => [pathOf(version), resourceList(version)] as const,
  ),
  [
    `/apis/${METRICS}/${METRICS_VERSION}`,
    {
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: `${METRICS}/${METRICS_VERSION}`,
      resources: [
        { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
        { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
      ],
    },
  ],
]);

function pathOf(groupVersion: string): string {
  return groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
}

function resourceList(groupVersion: string): object {
  const resources = ALL_RESOURCES.filter((resource) => apiVersionOf(resource) === groupVersion).flatMap(
    described,
  );
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function described({ plural, kind, namespaced, shortNames, hasStatus }: Resource): object[] {
  const sub = (name: string, kind: string, verbs: string[]) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    kind,
    verbs,
  });
  return [
    { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs: VERBS, shortNames },
    ...(hasStatus ? [sub('status', kind, ['get', 'patch', 'update'])] : []),
    ...(plural === 'pods'
      ? [sub('exec', 'PodExecOptions', ['create', 'get']), sub('log', kind, ['get'])]
      : []),
    ...(plural === 'nodes' ? [sub('proxy', 'NodeProxyOptions', ['get'])] : []),
    ...(plural === 'deployments' || plural === 'replicasets'
      ? [sub('scale', 'Scale', ['get', 'patch', 'update'])]
      : []),
  ];
}
