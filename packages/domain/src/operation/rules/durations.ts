import type { OperationKind } from '@minispod/contracts/operation';
import type { ServiceTemplate, TemplateProbe } from '@minispod/contracts/service-template';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Pulling an image and attaching a volume take their time before any probe is asked. */
const LEAST_MS = 5 * MINUTE_MS;
/** Times what a start usually takes. */
const PATIENCE = 3;

/** How long an app may take to become ready before it counts as failed, in ms. */
export function startupBudget({
  typicalStartSeconds,
  probes,
  sidecars,
}: Pick<ServiceTemplate, 'typicalStartSeconds' | 'probes' | 'sidecars'>): number {
  const allowed = [probes, ...sidecars.map((sidecar) => sidecar.probes)].map(
    ({ startup, readiness }) => seconds(startup) + seconds(readiness),
  );
  return Math.max(LEAST_MS, PATIENCE * typicalStartSeconds * 1_000, Math.max(...allowed) * 1_000);
}

function seconds(probe: TemplateProbe | undefined): number {
  return probe ? probe.initialDelaySeconds + probe.periodSeconds * probe.failureThreshold : 0;
}

/** From its beginning to its deadline, in ms. An update has a backup's time and that of coming up. */
export function timeAllowed(kind: OperationKind, template: ServiceTemplate): number {
  return kind === 'UPDATE' ? HOUR_MS + 2 * startupBudget(template) : HOUR_MS;
}

/** A rollback has this long of its own. */
export const ROLLBACK_MS = HOUR_MS;
