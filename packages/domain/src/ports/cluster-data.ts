import type { Readable, Writable } from 'node:stream';
import type { DesiredInstance, InstanceRef } from './cluster.js';

/**
 * What is in an instance's volume, in and out. Everything streams: nothing is held whole. Each may be called again after a
 * crash. All throw ClusterUnreachable for what may pass and CommandFailed for what the command itself said.
 */
export interface ClusterData {
  /** Runs the template's backup command in the running app and writes its output. */
  dump(desired: DesiredInstance, to: Writable, signal: AbortSignal): Promise<void>;
  /** Feeds the template's restore command in the running app (`when: running`). */
  load(desired: DesiredInstance, from: Readable, signal: AbortSignal): Promise<void>;
  /** Creates the claim of `desired.volumeGeneration` without anything that uses it; repeatable. */
  prepareVolume(desired: DesiredInstance): Promise<void>;
  /**
   * Copies the whole volume out as a tar.gz, by a helper pod. The app must be stopped. The helper is gone afterwards.
   */
  copyOut(desired: DesiredInstance, to: Writable, signal: AbortSignal): Promise<void>;
  /**
   * Fills the prepared volume by a helper pod: VOLUME unpacks a tar.gz made by `copyOut`; COMMAND feeds the template's
   * restore command (`when: before-start`), the volume mounted as the app has it.
   */
  copyIn(
    desired: DesiredInstance,
    format: 'VOLUME' | 'COMMAND',
    from: Readable,
    signal: AbortSignal,
  ): Promise<void>;
  /** Helper pods a crash left behind. */
  removeHelpers(ref: InstanceRef): Promise<{ remaining: number }>;
  /** Whether this cluster makes volume snapshots (its API has them and a class is configured). */
  hasSnapshots(): Promise<boolean>;
  /** Makes a snapshot of the volume, named by the backup; resolves when it is ready to use. */
  snapshot(
    desired: DesiredInstance,
    backupId: string,
    signal: AbortSignal,
  ): Promise<{ sizeBytes: number | null }>;
  /** Creates the claim of `desired.volumeGeneration` from a snapshot. */
  prepareVolumeFrom(desired: DesiredInstance, backupId: string): Promise<void>;
  removeSnapshot(ref: InstanceRef, backupId: string): Promise<void>;
}

/** The command in the container ended with an error; `message` holds the last lines it said. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}
