import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { expect, test } from 'vitest';
import { startupBudget, timeAllowed } from './durations.js';

const MINUTE_MS = 60_000;
const probe = (initialDelaySeconds: number, periodSeconds: number, failureThreshold: number) => ({
  tcp: true,
  initialDelaySeconds,
  periodSeconds,
  failureThreshold,
  timeoutSeconds: 1,
});
const template = (changes: Partial<ServiceTemplate>) =>
  ({
    typicalStartSeconds: 30,
    probes: { readiness: probe(0, 10, 3) },
    sidecars: [],
    ...changes,
  }) as ServiceTemplate;

test('an app has five minutes at least, and what its template allows', () => {
  expect(startupBudget(template({}))).toBe(5 * MINUTE_MS);
  expect(startupBudget(template({ typicalStartSeconds: 200 }))).toBe(10 * MINUTE_MS);
  const probes = { startup: probe(60, 10, 60), readiness: probe(0, 10, 3) };
  expect(startupBudget(template({ probes }))).toBe(690_000);
});

test('a slow sidecar counts as well', () => {
  const sidecars = [{ probes: { startup: probe(0, 10, 90) } }] as ServiceTemplate['sidecars'];
  expect(startupBudget(template({ sidecars }))).toBe(15 * MINUTE_MS);
});

test('an update has the time of a backup and of coming up', () => {
  expect(timeAllowed('BACKUP', template({}))).toBe(60 * MINUTE_MS);
  expect(timeAllowed('UPDATE', template({}))).toBe(70 * MINUTE_MS);
});
