import { describe } from 'vitest';
import { applyContract } from './apply.contract.js';
import { type ClusterUnderTest, ContractFixture, SLOW } from './contract.test-fixture.js';
import { lifeContract } from './life.contract.js';
import { readingsContract } from './readings.contract.js';
import { troubleContract } from './trouble.contract.js';
import { watchContract } from './watch.contract.js';

/** What every implementation of the port does on whatever speaks the Kubernetes API. */
export function clusterContract(name: string, startCluster: () => Promise<ClusterUnderTest>): void {
  describe(`cluster contract: ${name}`, { timeout: SLOW }, () => {
    const on = new ContractFixture(startCluster);
    describe('apply', () => applyContract(on));
    describe('an instance', () => lifeContract(on));
    describe('trouble', () => troubleContract(on));
    describe('watches', () => watchContract(on));
    describe('readings', () => readingsContract(on));
  });
}
