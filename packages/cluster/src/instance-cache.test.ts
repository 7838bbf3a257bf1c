import type { V1Deployment } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { InstanceCache } from './instance-cache.js';
import { instanceLabels, instanceName, namespaceName } from './names.js';

const ref = { instanceId: 'a', userId: 'u', subscriptionId: 's' };

function deployment(generation: number, uid = 'first'): V1Deployment {
  const { instanceId, userId } = ref;
  const place = { name: instanceName(instanceId), namespace: namespaceName(userId) };
  return { metadata: { ...place, uid, generation, labels: instanceLabels(ref) } };
}

function synced(): InstanceCache {
  const cache = new InstanceCache();
  cache.put('Deployment', deployment(1));
  cache.synced = true;
  return cache;
}

const generationIn = (cache: InstanceCache) => cache.state(ref)?.deployment?.generation;

it('says nothing before everything is listed', () => {
  expect(new InstanceCache().state(ref)).toBeNull();
  expect(generationIn(synced())).toBe(1);
});

it('says nothing while it is behind what this process has applied', () => {
  const cache = synced();
  cache.expect(ref.instanceId, 'first', 2);
  expect(cache.state(ref)).toBeNull();
  cache.put('Deployment', deployment(2));
  expect(generationIn(cache)).toBe(2);
});

it('does not take a Deployment for its successor of the same name', () => {
  const cache = synced();
  cache.expect(ref.instanceId, 'second', 1);
  expect(cache.state(ref)).toBeNull();
  cache.put('Deployment', deployment(1, 'second'));
  expect(generationIn(cache)).toBe(1);
});

it('says nothing of an instance that is being removed before it has seen it go', () => {
  const cache = synced();
  cache.expectRemoval(ref.instanceId);
  expect(cache.state(ref)).toBeNull();
  cache.drop('Deployment', ref.instanceId, instanceName(ref.instanceId));
  expect(cache.state(ref)).toEqual({ deployment: null, claim: null, pods: [] });
});

it('tells a user nothing about another one’s instance', () => {
  expect(synced().state({ ...ref, userId: 'other' })?.deployment).toBeNull();
});
