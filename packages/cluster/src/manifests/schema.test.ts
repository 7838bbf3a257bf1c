import * as models from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { sampleInstance, shippedTemplates } from '../sample-instance.js';
import { buildManifests } from './build.js';

/**
 * The API server of the contract tests is an old one that ignores fields it does not know. The client's models are
 * generated from a current OpenAPI document and say for each type which fields it has: what they do not know, no server
 * does.
 */
type Attribute = { name: string; type: string };
type Model = { getAttributeTypeMap(): Attribute[] };

function unknownFields(value: unknown, type: string, path: string): string[] {
  if (value === undefined) return [];
  const array = /^Array<(.+)>$/.exec(type)?.[1];
  if (array) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => unknownFields(item, array, `${path}[${index}]`));
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (map)
    return Object.entries(value as object).flatMap(([key, item]) =>
      unknownFields(item, map, `${path}.${key}`),
    );
  if (type === 'IntOrString')
    return ['string', 'number'].includes(typeof value) ? [] : [`${path} is no ${type}`];
  if (/^[a-z]+$/.test(type)) return typeof value === type ? [] : [`${path} is no ${type}`];
  const model = (models as unknown as Record<string, Model | undefined>)[type];
  if (!model) return [`${path}: no model ${type}`];
  const attributes = new Map(
    model.getAttributeTypeMap().map((attribute) => [attribute.name, attribute.type]),
  );
  return Object.entries(value as object).flatMap(([key, item]) => {
    const attribute = attributes.get(key);
    return attribute ? unknownFields(item, attribute, `${path}.${key}`) : [`${path}.${key} does not exist`];
  });
}

const settings = {
  appsDomain: 'apps.example.com',
  ingressClass: 'nginx',
  tlsIssuer: 'letsencrypt',
  storageClass: 'fast',
  strictRuntimeClass: 'gvisor',
};

describe('the current Kubernetes schema', () => {
  it.each(shippedTemplates)('knows every field of %s', (slug) => {
    for (const manifest of buildManifests(sampleInstance(slug), settings)) {
      expect(unknownFields(manifest, `V1${manifest.kind}`, manifest.kind)).toEqual([]);
    }
  });

  it('is really asked', () => {
    const pod = {
      spec: { containers: [{ name: 'x', imagePullPolcy: 'Always', ports: [{ containerPort: '80' }] }] },
    };
    expect(unknownFields(pod, 'V1Pod', 'Pod')).toEqual([
      'Pod.spec.containers[0].imagePullPolcy does not exist',
      'Pod.spec.containers[0].ports[0].containerPort is no number',
    ]);
  });
});
