import { describe, expect, it } from 'vitest';
import type { InstanceObservation, InstanceProblemCode } from '../../ports/cluster.js';
import { type HealthFacts, judge } from './judge.js';

const at = (seconds: number) => new Date(seconds * 1_000);
const running: HealthFacts = { status: 'RUNNING', isWished: true, isUnderWork: false, convergeSince: null };
const ready: InstanceObservation = { phase: 'READY', problem: null, podName: 'app-1' };
const starting: InstanceObservation = { ...ready, phase: 'PROGRESSING' };
const troubled = (code: InstanceProblemCode, definitive: boolean): InstanceObservation => ({
  ...starting,
  problem: { code, message: 'the cluster said so', definitive },
});

describe('an instance that should run', () => {
  it('is healthy when it is ready, even while it is brought in line', () => {
    expect(judge(running, ready, at(0), at(1))).toEqual({ is: 'HEALTHY' });
    expect(judge({ ...running, convergeSince: at(0) }, ready, at(0), at(1))).toEqual({ is: 'HEALTHY' });
  });

  it('may be away for 30 s', () => {
    expect(judge(running, starting, at(0), at(29))).toEqual({ is: 'WAITING' });
    expect(judge(running, starting, at(0), at(30))).toMatchObject({
      is: 'UNHEALTHY',
      code: 'NOT_READY_IN_TIME',
    });
  });

  it('is unhealthy at once when the cluster names a problem', () => {
    expect(judge(running, troubled('CRASH_LOOP', false), at(0), at(0))).toEqual({
      is: 'UNHEALTHY',
      code: 'CRASH_LOOP',
      reason: 'the cluster said so',
      isCertain: false,
    });
  });

  it('has two minutes to come up after a change of ours, unless waiting cannot help', () => {
    const converging = { ...running, convergeSince: at(0) };
    expect(judge(converging, troubled('CRASH_LOOP', false), at(0), at(119))).toEqual({ is: 'WAITING' });
    expect(judge(converging, troubled('CRASH_LOOP', false), at(0), at(120))).toMatchObject({
      is: 'UNHEALTHY',
    });
    expect(judge(converging, troubled('CRASH_LOOP', true), at(0), at(1))).toMatchObject({ isCertain: true });
    expect(judge(converging, starting, at(0), at(119))).toEqual({ is: 'WAITING' });
    expect(judge(converging, starting, at(0), at(120))).toMatchObject({ code: 'NOT_READY_IN_TIME' });
  });

  it.each(['ABSENT', 'STOPPED'] as const)('is put back when it is %s, and given time to come', (phase) => {
    const gone = { ...starting, phase };
    expect(judge(running, gone, at(0), at(0))).toEqual({ is: 'MISSING' });
    const converging = { ...running, convergeSince: at(0) };
    expect(judge(converging, gone, at(0), at(60))).toEqual({ is: 'WAITING' });
    expect(judge(converging, gone, at(0), at(120))).toMatchObject({ is: 'UNHEALTHY' });
  });
});

it.each<[string, Partial<HealthFacts>]>([
  ['does not run', { status: 'STOPPED' }],
  ['is about to be stopped', { isWished: false }],
  ['somebody works on', { isUnderWork: true }],
])('does not judge what %s', (_, facts) => {
  expect(judge({ ...running, ...facts }, { ...starting, phase: 'ABSENT' }, at(0), at(1_000))).toEqual({
    is: 'NONE',
  });
});
