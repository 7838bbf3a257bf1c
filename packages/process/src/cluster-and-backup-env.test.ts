import { expect, test } from 'vitest';
import { backupEnv, backupFaults, backupStoreSettings } from './backup-env.js';
import { clusterEnv, clusterFaults, clusterSettings } from './cluster-env.js';
import { domainEnv } from './domain-env.js';
import { processEnv, readEnv } from './env.js';

const shape = { ...processEnv, ...backupEnv, ...clusterEnv, ...domainEnv };
const read = (source: Record<string, string>) =>
  readEnv(shape, (env) => ({ ...clusterFaults(env), ...backupFaults(env) }), source);

test('a laptop keeps backups beside its other data, of a simulated cluster', () => {
  const env = read({ MINISPOD_DATA_DIR: '/data/minispod' });
  expect(backupStoreSettings(env)).toEqual({ kind: 'directory', path: '/data/minispod/backups' });
  expect(clusterSettings(env).kubeConfig).toMatchObject({ kind: 'text' });
  expect(env.INGRESS_ADDRESSES).toEqual([]);
});

test('a bucket goes before a directory, with keys or with the role of the machine', () => {
  const bucket = { BACKUP_DIR: '/backups', BACKUP_S3_BUCKET: 'kept', BACKUP_S3_REGION: 'ap-southeast-3' };
  expect(backupStoreSettings(read(bucket))).toEqual({ kind: 's3', bucket: 'kept', region: 'ap-southeast-3' });
  const keys = { BACKUP_S3_ACCESS_KEY: 'not-a-real-id', BACKUP_S3_SECRET_KEY: 'not-a-real-key' };
  expect(backupStoreSettings(read({ ...bucket, ...keys }))).toMatchObject({
    credentials: { accessKeyId: 'not-a-real-id', secretAccessKey: 'not-a-real-key' },
  });
});

test('a kubeconfig means its cluster, unless another was asked for', () => {
  const KUBECONFIG = '/minispod/kubeconfig';
  const source = (more: Record<string, string>) => clusterSettings(read({ KUBECONFIG, ...more })).kubeConfig;
  expect(source({})).toEqual({ kind: 'file', path: KUBECONFIG });
  expect(source({ CLUSTER: 'in-cluster' })).toEqual({ kind: 'in-cluster' });
  expect(source({ CLUSTER: 'simulated' })).toMatchObject({ kind: 'text' });
});

test('addresses are a list', () => {
  const { INGRESS_ADDRESSES } = read({ INGRESS_ADDRESSES: ' 203.0.113.7,2001:db8::7 ,' });
  expect(INGRESS_ADDRESSES).toEqual(['203.0.113.7', '2001:db8::7']);
  expect(() => read({ INGRESS_ADDRESSES: 'ingress.example.com' })).toThrow(/INGRESS_ADDRESSES/);
  expect(() => read({ DNS_SERVER: '127.0.0.1' })).toThrow(/DNS_SERVER/);
});

test.each([
  ['BACKUP_DIR', {}],
  ['BACKUP_S3_SECRET_KEY', { BACKUP_S3_BUCKET: 'kept', BACKUP_S3_ACCESS_KEY: 'not-a-real-id' }],
  ['CLUSTER', { CLUSTER: 'simulated', BACKUP_DIR: '/backups' }],
])('production refuses an unusable %s', (name, source) => {
  const production = { NODE_ENV: 'production', CLUSTER: 'in-cluster', ...source };
  expect(() => read(production)).toThrow(new RegExp(`^  ${name}: `, 'm'));
});
