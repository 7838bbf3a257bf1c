import { expect, test } from 'vitest';
import { type DomainFacts, decideDomain, EXPIRY_WARNING_MS } from './decide.js';
import { pointsHere } from './records.js';

const now = new Date('2026-03-01T00:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const facts: DomainFacts = {
  status: 'PENDING_DNS',
  now,
  createdAt: ago(MINUTE),
  verifiedAt: null,
  astraySince: null,
  dns: { isProved: true, pointsHere: true },
  holder: 'NONE',
  certificate: null,
};
const active = { ...facts, status: 'ACTIVE' as const, verifiedAt: ago(DAY) };
const ready = { status: 'READY' as const, expiresAt: new Date(now.getTime() + 60 * DAY) };
const pending = { status: 'PENDING' as const, message: null };

test.each<[string, Partial<DomainFacts>, object]>([
  ['proved and pointing', {}, { status: 'ISSUING', problem: null }],
  [
    'without proof',
    { dns: { isProved: false, pointsHere: true } },
    { status: 'PENDING_DNS', problem: 'PROOF_MISSING' },
  ],
  ['pointing elsewhere', { dns: { isProved: true, pointsHere: false } }, { problem: 'NOT_POINTING_HERE' }],
  ['no answer from DNS', { dns: null }, { status: 'PENDING_DNS', problem: 'RESOLVER_FAILED' }],
  ["somebody else's, proved", { holder: 'PROVED' }, { status: 'PENDING_DNS', problem: 'TAKEN' }],
  ["somebody else's, whose proof is gone", { holder: 'STALE' }, { status: 'ISSUING' }],
  [
    'not proved in a month',
    { createdAt: ago(30 * DAY), dns: { isProved: false, pointsHere: false } },
    { status: 'REMOVED', problem: 'PROOF_TIMED_OUT', nextCheckAt: null },
  ],
])('a claim %s', (_, given, expected) => {
  expect(decideDomain({ ...facts, ...given })).toMatchObject(expected);
});

test.each<[string, Partial<DomainFacts>, object]>([
  [
    'has its certificate',
    { certificate: ready },
    { status: 'ACTIVE', certificateExpiresAt: ready.expiresAt },
  ],
  ['needs none', {}, { status: 'ACTIVE', certificateExpiresAt: null }],
  ['waits for it', { certificate: pending, verifiedAt: now }, { status: 'ISSUING', problem: null }],
  ['waits for long', { certificate: pending, verifiedAt: ago(DAY) }, { problem: 'CERTIFICATE_FAILED' }],
  [
    'is refused one',
    { certificate: { status: 'FAILED', message: 'rate limited' } },
    { status: 'ISSUING', problem: 'CERTIFICATE_FAILED' },
  ],
])('a proved domain that %s', (_, given, expected) => {
  expect(decideDomain({ ...facts, status: 'ISSUING', verifiedAt: now, ...given })).toMatchObject(expected);
});

test('one that answers goes on answering for a week after its DNS was changed, then it is given up', () => {
  const astray = { ...active, certificate: ready, dns: { isProved: true, pointsHere: false } };
  const first = decideDomain(astray);
  expect(first).toMatchObject({ status: 'ACTIVE', problem: 'NOT_POINTING_HERE', astraySince: now });
  expect(decideDomain({ ...astray, astraySince: ago(6 * DAY) }).status).toBe('ACTIVE');
  expect(decideDomain({ ...astray, astraySince: ago(7 * DAY) })).toMatchObject({
    status: 'REMOVED',
    nextCheckAt: null,
  });
  expect(decideDomain({ ...active, certificate: ready, astraySince: ago(6 * DAY) })).toMatchObject({
    problem: null,
    astraySince: null,
  });
});

test('one that answers is told of a certificate about to end, and is untouched while DNS is silent', () => {
  const expiring = { status: 'READY' as const, expiresAt: new Date(now.getTime() + EXPIRY_WARNING_MS - 1) };
  expect(decideDomain({ ...active, certificate: expiring })).toMatchObject({
    status: 'ACTIVE',
    problem: 'CERTIFICATE_EXPIRING',
  });
  expect(decideDomain({ ...active, certificate: ready, dns: null })).toMatchObject({
    status: 'ACTIVE',
    problem: null,
  });
});

test('every decision but the last one is followed by another look, within twelve hours', () => {
  for (const status of ['PENDING_DNS', 'ISSUING', 'ACTIVE'] as const)
    for (const certificate of [null, pending, ready])
      for (const dns of [null, { isProved: true, pointsHere: true }, { isProved: true, pointsHere: false }]) {
        const { nextCheckAt } = decideDomain({ ...facts, status, verifiedAt: ago(DAY), certificate, dns });
        expect(nextCheckAt!.getTime()).toBeGreaterThan(now.getTime());
        expect(nextCheckAt!.getTime()).toBeLessThanOrEqual(now.getTime() + DAY / 2);
      }
});

test('a domain points here by name, or by addresses that are all ours', () => {
  const found = { cname: [], address: [], ours: ['203.0.113.7', '2001:db8::7'] };
  const points = (what: object) => pointsHere({ ...found, ...what }, 'a.apps.test');
  expect(points({ cname: ['a.apps.test'] })).toBe(true);
  expect(points({ address: ['203.0.113.7'] })).toBe(true);
  expect(points({ address: ['203.0.113.7', '198.51.100.1'] })).toBe(false);
  expect(points({})).toBe(false);
});
