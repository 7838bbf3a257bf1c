import { type FieldError, isPort, quantityErrors, required, wrong } from './field-errors.js';
import type { Container, PodSpec } from './kinds.js';
import { parseQuantity } from './quantity.js';

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const ENV_NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

export function podSpecErrors(spec: PodSpec | undefined, field: string): FieldError[] {
  if (!spec?.containers?.length) return [required(`${field}.containers`)];
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const seen = new Set<string>();
  return spec.containers.flatMap((container, index) => {
    const at = `${field}.containers[${index}]`;
    const twice = seen.has(container.name);
    seen.add(container.name);
    return [
      ...(twice ? [wrong(`${at}.name`, container.name, 'Duplicate value')] : []),
      ...containerErrors(container, volumes, at),
    ];
  });
}

function containerErrors(container: Container, volumes: ReadonlySet<string>, at: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!container.name) errors.push(required(`${at}.name`));
  else if (!NAME.test(container.name))
    errors.push(wrong(`${at}.name`, container.name, 'must be a lowercase RFC 1123 label'));
  if (!container.image) errors.push(required(`${at}.image`));
  for (const [index, { containerPort }] of (container.ports ?? []).entries())
    if (!isPort(containerPort))
      errors.push(
        wrong(`${at}.ports[${index}].containerPort`, containerPort, 'must be between 1 and 65535, inclusive'),
      );
  for (const [index, { name }] of (container.env ?? []).entries())
    if (!ENV_NAME.test(name))
      errors.push(
        wrong(
          `${at}.env[${index}].name`,
          name,
          "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
        ),
      );
  for (const [index, { name }] of (container.volumeMounts ?? []).entries())
    if (!volumes.has(name))
      errors.push({
        field: `${at}.volumeMounts[${index}].name`,
        reason: 'FieldValueInvalid',
        message: `Not found: "${name}"`,
      });
  return [...errors, ...resourceErrors(container, at)];
}

function resourceErrors({ resources }: Container, at: string): FieldError[] {
  const errors = [
    ...quantityErrors(resources?.limits, `${at}.resources.limits`),
    ...quantityErrors(resources?.requests, `${at}.resources.requests`),
  ];
  for (const [name, request] of Object.entries(resources?.requests ?? {})) {
    const limit = resources?.limits?.[name];
    if (limit !== undefined && (parseQuantity(request) ?? 0) > (parseQuantity(limit) ?? 0))
      errors.push(wrong(`${at}.resources.requests`, request, `must be less than or equal to ${name} limit`));
  }
  return errors;
}
