import { correctDrift } from '@minispod/domain/drift/correct-drift';
import { findUnknown, type InstanceFacts, readAllFacts, readFacts } from '@minispod/domain/health/read-facts';
import { recordHealth } from '@minispod/domain/health/record-health';
import { recordPod } from '@minispod/domain/health/record-pod';
import { judge } from '@minispod/domain/health/rules/judge';
import { ClusterUnreachable, type InstanceObservation } from '@minispod/domain/ports/cluster';
import { eachAlone } from '@minispod/domain/sweep/each-alone';
import { findRested } from '@minispod/domain/sweep/failures';
import type { ProvisioningDeps } from './deps.js';

/** What is to be told apart in an instance's state, as one text. */
type Look = string;

interface Seen {
  userId: string;
  /** What it looked like when it was last dealt with; null: never. */
  digest: Look | null;
  /** When it was first found not to be ready. */
  notReadySince: Date | null;
  /** It was found missing the last time: once may be a watch that lags behind another worker's. */
  isMissed: boolean;
}

const READY = digestOf({ phase: 'READY', problem: null, podName: null });
/** Of one that cannot be seen; no digest is like it. */
const UNSEEN: Look = 'unseen';

/** The passes over what the watch tells: a row that rests is looked at again by the tick. */
export const WATCH = { open: 'watch-open', converging: 'watch-converging', health: 'watch-health' };

/** Instances of unknown health looked at in one tick. */
const BATCH = 1_000;

/**
 * Judges the health of instances by what the watch sees, asking the database only about those that look otherwise than the
 * last time: ten thousand that run undisturbed cost nothing, however often their pods are reported.
 */
export class HealthWatch {
  /** To be looked at again though nothing changes: too early to say, worked on, or could not be looked at. */
  private readonly again = new Set<string>();
  private readonly seen = new Map<string, Seen>();
  private isBegun = false;

  constructor(private readonly deps: ProvisioningDeps) {}

  /** Which of these look otherwise than when they were last dealt with, and how. What is not one of ours is left out. */
  async changedAmong(instanceIds: string[]): Promise<Map<string, Look>> {
    await this.meet(instanceIds);
    const changed = new Map<string, Look>();
    for (const instanceId of instanceIds) {
      const seen = this.seen.get(instanceId);
      const look = seen && (await this.lookOf(instanceId, seen));
      if (look && look !== seen.digest) changed.set(instanceId, look);
    }
    return changed;
  }

  /**
   * Writes what the state of these means. They are looked at once more after the database was asked: what was seen while
   * an instance was still being brought up says nothing of one that is up. Dealt with is the look they had at first; if
   * they look otherwise by now, that is reported and dealt with anew.
   */
  async settle(looks: ReadonlyMap<string, Look>): Promise<void> {
    const { dataSource, clock } = this.deps;
    const known = await readFacts(dataSource.manager, [...looks.keys()]);
    const facts = new Map(known.map((row) => [row.instanceId, row]));
    await eachAlone(
      { dataSource, name: WATCH.health, now: clock.now() },
      (resting) => [...looks].filter(([instanceId]) => !resting.includes(instanceId)),
      async ([instanceId, look]) => {
        const seen = this.seen.get(instanceId);
        const row = facts.get(instanceId);
        if (!row) this.seen.delete(instanceId);
        const observed = row && seen && (await this.observe(instanceId, seen));
        if (!observed) return;
        await this.settleOne(row, seen, observed);
        seen.digest = look;
      },
      { subjectOf: ([instanceId]) => instanceId },
    );
  }

  lookAgain(instanceIds: Iterable<string>): void {
    for (const id of instanceIds) this.again.add(id);
  }

  /** What must be looked at now though nothing changed; each is named once. */
  async due(): Promise<string[]> {
    const { dataSource, clock } = this.deps;
    const due = new Set(this.again);
    this.again.clear();
    for (const id of await findUnknown(dataSource.manager, clock.now(), BATCH)) due.add(id);
    for (const id of await findRested(dataSource, Object.values(WATCH), clock.now())) due.add(id);
    for (const id of due) {
      const seen = this.seen.get(id);
      if (seen) seen.digest = null;
    }
    return [...due];
  }

  /** Null: it cannot be seen now. One that cannot be seen at all counts as changed: settling it counts the failure. */
  private async lookOf(instanceId: string, seen: Seen): Promise<Look | null> {
    try {
      const observed = await this.observe(instanceId, seen);
      return observed && digestOf(observed);
    } catch {
      return UNSEEN;
    }
  }

  /** Null: it cannot be seen now, and will be looked at again. */
  private async observe(instanceId: string, { userId }: Seen): Promise<InstanceObservation | null> {
    try {
      return await this.deps.cluster.observe({ instanceId, userId });
    } catch (error) {
      if (!(error instanceof ClusterUnreachable)) throw error;
      this.again.add(instanceId);
      return null;
    }
  }

  /** Learns whose these instances are; the first time, of all instances at once. */
  private async meet(instanceIds: string[]): Promise<void> {
    const { manager } = this.deps.dataSource;
    if (!this.isBegun) {
      for (const facts of await readAllFacts(manager)) this.remember(facts);
      this.isBegun = true;
    }
    const strangers = instanceIds.filter((id) => !this.seen.has(id));
    if (strangers.length === 0) return;
    for (const facts of await readFacts(manager, strangers)) this.remember(facts);
  }

  private remember(facts: InstanceFacts): void {
    const isAsItShouldBe =
      facts.status === 'RUNNING' &&
      facts.healthStatus === 'healthy' &&
      !facts.isUnderWork &&
      facts.convergeSince === null;
    this.seen.set(facts.instanceId, {
      userId: facts.userId,
      digest: isAsItShouldBe ? READY : null,
      notReadySince: null,
      isMissed: false,
    });
  }

  private async settleOne(facts: InstanceFacts, seen: Seen, observed: InstanceObservation): Promise<void> {
    const { dataSource, clock } = this.deps;
    const { instanceId } = facts;
    const now = clock.now();
    seen.notReadySince = observed.phase === 'READY' ? null : (seen.notReadySince ?? now);
    const verdict = judge(facts, observed, seen.notReadySince ?? now, now);
    if (observed.podName !== facts.podName) await recordPod(dataSource, instanceId, observed.podName);
    switch (verdict.is) {
      case 'HEALTHY':
        if (facts.healthStatus !== 'healthy') await recordHealth(dataSource, instanceId, verdict, now);
        break;
      case 'UNHEALTHY':
        await recordHealth(dataSource, instanceId, verdict, now);
        break;
      case 'MISSING':
        if (seen.isMissed) await correctDrift(dataSource, instanceId, 'Deployment', now);
        this.again.add(instanceId);
        break;
      case 'WAITING':
        this.again.add(instanceId);
        break;
      case 'NONE':
        if (facts.isUnderWork) this.again.add(instanceId);
    }
    seen.isMissed = verdict.is === 'MISSING';
  }
}

function digestOf({ phase, problem }: InstanceObservation): Look {
  return JSON.stringify([phase, problem?.code, problem?.message, problem?.definitive]);
}
