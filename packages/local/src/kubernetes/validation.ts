import type { VolumeSnapshot } from './custom-kinds.js';
import {
  disallowed,
  type FieldError,
  isPort,
  labelErrors,
  quantityErrors,
  required,
  unsupported,
  wrong,
} from './field-errors.js';
import type {
  ConfigData,
  Deployment,
  Ingress,
  PersistentVolumeClaim,
  Pod,
  ResourceQuota,
  Service,
} from './kinds.js';
import type { KubeObject } from './object.js';
import { canonical, isFields } from './object.js';
import { podSpecErrors } from './pod-validation.js';
import { parseQuantity } from './quantity.js';
import { labelsMatch, requirementsOf } from './selectors.js';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const IMMUTABLE = 'field is immutable';

/** What is wrong with an object about to be written; `before` is the stored one on an update. */
export function validate(object: KubeObject, before: KubeObject | undefined): FieldError[] {
  const errors = metadataErrors(object);
  switch (object.kind) {
    case 'Deployment':
      return [...errors, ...deploymentErrors(object as Deployment, before as Deployment | undefined)];
    case 'Pod':
      return [...errors, ...podErrors(object as Pod, before as Pod | undefined)];
    case 'Service':
      return [...errors, ...serviceErrors(object as Service, before as Service | undefined)];
    case 'PersistentVolumeClaim':
      return [...errors, ...claimErrors(object as never, before as PersistentVolumeClaim | undefined)];
    case 'ConfigMap':
    case 'Secret':
      return [...errors, ...configErrors(object as ConfigData, before as ConfigData | undefined)];
    case 'ResourceQuota':
      return [...errors, ...quantityErrors((object as ResourceQuota).spec?.hard, 'spec.hard')];
    case 'Ingress':
      return [...errors, ...ingressErrors(object as Ingress)];
    case 'VolumeSnapshot':
      return [...errors, ...snapshotErrors(object as VolumeSnapshot, before as VolumeSnapshot | undefined)];
    default:
      return errors;
  }
}

function metadataErrors({ kind, metadata }: KubeObject): FieldError[] {
  const [pattern, rule] =
    kind === 'Namespace'
      ? [LABEL, LABEL_RULE]
      : kind === 'Service'
        ? [
            LABEL_1035,
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
          ]
        : [SUBDOMAIN, SUBDOMAIN_RULE];
  const errors: FieldError[] = [];
  if (!metadata.name) errors.push(required('metadata.name', 'name or generateName is required'));
  else if (!pattern.test(metadata.name)) errors.push(wrong('metadata.name', metadata.name, rule));
  return [...errors, ...labelErrors(metadata.labels, 'metadata.labels')];
}

function deploymentErrors({ spec }: Deployment, before: Deployment | undefined): FieldError[] {
  if (!isFields(spec)) return [required('spec.selector'), required('spec.template')];
  const errors: FieldError[] = [];
  const replicas: unknown = spec.replicas;
  if (!Number.isInteger(replicas) || Number(replicas) < 0)
    errors.push(wrong('spec.replicas', replicas, 'must be greater than or equal to 0'));
  if (!spec.selector) errors.push(required('spec.selector'));
  else if (requirementsOf(spec.selector).length === 0)
    errors.push(wrong('spec.selector', spec.selector, 'empty selector is invalid for deployment'));
  else if (!labelsMatch(requirementsOf(spec.selector), spec.template?.metadata?.labels))
    errors.push(
      wrong(
        'spec.template.metadata.labels',
        spec.template?.metadata?.labels ?? {},
        '`selector` does not match template `labels`',
      ),
    );
  if (before && canonical(before.spec.selector) !== canonical(spec.selector))
    errors.push(wrong('spec.selector', spec.selector, IMMUTABLE));
  if (spec.strategy.type === 'Recreate' && spec.strategy.rollingUpdate)
    errors.push(
      disallowed('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'"),
    );
  if (!['Recreate', 'RollingUpdate'].includes(spec.strategy.type))
    errors.push(unsupported('spec.strategy.type', spec.strategy.type, ['Recreate', 'RollingUpdate']));
  const { restartPolicy } = spec.template?.spec ?? {};
  if (restartPolicy && restartPolicy !== 'Always')
    errors.push(unsupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  return [
    ...errors,
    ...labelErrors(spec.template?.metadata?.labels, 'spec.template.metadata.labels'),
    ...podSpecErrors(spec.template?.spec, 'spec.template.spec'),
  ];
}

function podErrors(pod: Pod, before: Pod | undefined): FieldError[] {
  const fixed = ({ spec }: Pod) =>
    canonical({ ...spec, nodeName: '', containers: spec.containers.map((each) => ({ ...each, image: '' })) });
  if (before && fixed(before) !== fixed(pod))
    return [disallowed('spec', 'pod updates may not change fields other than `spec.containers[*].image`')];
  return podSpecErrors(pod.spec, 'spec');
}

function serviceErrors({ spec }: Service, before: Service | undefined): FieldError[] {
  if (!isFields(spec)) return [required('spec.ports')];
  const ports = spec.ports ?? [];
  const errors = ports.flatMap(({ port, name }, index) => [
    ...(isPort(port)
      ? []
      : [wrong(`spec.ports[${index}].port`, port, 'must be between 1 and 65535, inclusive')]),
    ...(ports.length > 1 && !name ? [required(`spec.ports[${index}].name`)] : []),
  ]);
  if (ports.length === 0 && spec.clusterIP !== 'None') errors.push(required('spec.ports'));
  if (before && before.spec.clusterIP !== spec.clusterIP)
    errors.push(wrong('spec.clusterIP', spec.clusterIP, IMMUTABLE));
  return errors;
}

function claimErrors(
  { spec }: PersistentVolumeClaim,
  before: PersistentVolumeClaim | undefined,
): FieldError[] {
  if (!isFields(spec)) return [required('spec.accessModes', 'at least 1 access mode is required')];
  const errors = quantityErrors(spec.resources?.requests, 'spec.resources');
  if (!spec.accessModes?.length)
    errors.push(required('spec.accessModes', 'at least 1 access mode is required'));
  const size = spec.resources?.requests?.storage;
  if (size === undefined) errors.push(required('spec.resources[storage]'));
  if (!before) return errors;
  const rest = (claim: PersistentVolumeClaim['spec']) =>
    canonical({ ...claim, resources: undefined, volumeName: before.spec.volumeName && claim.volumeName });
  const resized = size !== before.spec.resources.requests?.storage;
  if (rest(spec) !== rest(before.spec) || (resized && before.status?.phase !== 'Bound'))
    errors.push(
      disallowed('spec', 'spec is immutable after creation except resources.requests for bound claims'),
    );
  else if ((parseQuantity(size) ?? 0) < (parseQuantity(before.spec.resources.requests?.storage) ?? 0))
    errors.push(disallowed('spec.resources.requests.storage', 'field can not be less than previous value'));
  return errors;
}

function snapshotErrors({ spec }: VolumeSnapshot, before: VolumeSnapshot | undefined): FieldError[] {
  if (!spec?.source) return [required('spec.source')];
  const { persistentVolumeClaimName, volumeSnapshotContentName } = spec.source;
  if ((persistentVolumeClaimName === undefined) === (volumeSnapshotContentName === undefined))
    return [wrong('spec.source', spec.source, 'must validate one and only one schema (oneOf)')];
  if (before && canonical(before.spec.source) !== canonical(spec.source))
    return [wrong('spec.source', spec.source, IMMUTABLE)];
  return [];
}

function configErrors(config: ConfigData, before: ConfigData | undefined): FieldError[] {
  const errors = Object.keys({ ...config.data, ...config.binaryData })
    .filter((key) => !CONFIG_KEY.test(key))
    .map((key) =>
      wrong(
        `data[${key}]`,
        key,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
      ),
    );
  if (canonical(config.data).length > 1024 * 1024)
    errors.push({
      field: 'data',
      reason: 'FieldValueInvalid',
      message: 'Too long: must have at most 1048576 bytes',
    });
  if (before && before.type !== config.type) errors.push(wrong('type', config.type, IMMUTABLE));
  if (before?.immutable && canonical(before.data) !== canonical(config.data))
    errors.push(disallowed('data', 'field is immutable when `immutable` is set'));
  return errors;
}

function ingressErrors({ spec }: Ingress): FieldError[] {
  return (spec?.rules ?? []).flatMap(({ host, http }, index) => {
    const at = `spec.rules[${index}]`;
    const paths = http?.paths ?? [];
    return [
      ...(host && !SUBDOMAIN.test(host.replace(/^\*\./, ''))
        ? [wrong(`${at}.host`, host, SUBDOMAIN_RULE)]
        : []),
      ...(http && paths.length === 0 ? [required(`${at}.http.paths`)] : []),
      ...paths.flatMap(({ path, pathType, backend }, number) => {
        const here = `${at}.http.paths[${number}]`;
        return [
          ...(pathType ? [] : [required(`${here}.pathType`, 'pathType must be specified')]),
          ...(path && !path.startsWith('/') ? [wrong(`${here}.path`, path, 'must be an absolute path')] : []),
          ...(backend?.service?.name ? [] : [required(`${here}.backend.service.name`)]),
        ];
      }),
    ];
  });
}
