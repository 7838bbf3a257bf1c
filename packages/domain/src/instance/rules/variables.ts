import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { isReservedVariable } from '@minispod/contracts/variable-names';

export type Variables = Record<string, string>;

const SECRET_REFERENCE = /\$\{secret\./;

/** The service's own variables that carry a generated secret: overriding one would lock the app out of its data. */
export function isLocked(template: Pick<ServiceTemplate, 'env'>, name: string): boolean {
  const value = Object.hasOwn(template.env, name) ? template.env[name] : undefined;
  return value !== undefined && SECRET_REFERENCE.test(value);
}

/** Why a customer may not set these, by name; empty when they may. */
export function unusable(
  template: Pick<ServiceTemplate, 'env'>,
  variables: Variables,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(variables).flatMap((name): [string, string][] => {
      if (isLocked(template, name)) return [[name, 'Set by the service, with its secret']];
      if (isReservedVariable(name)) return [[name, 'Reserved']];
      return [];
    }),
  );
}

/** What one set has beside another, by name, each list sorted; never a value. */
export function changesBetween(
  before: Variables,
  after: Variables,
): { added: string[]; changed: string[]; removed: string[] } {
  const names = (of: Variables) => Object.keys(of).sort();
  return {
    added: names(after).filter((name) => !Object.hasOwn(before, name)),
    changed: names(after).filter((name) => Object.hasOwn(before, name) && before[name] !== after[name]),
    removed: names(before).filter((name) => !Object.hasOwn(after, name)),
  };
}
