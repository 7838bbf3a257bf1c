import type { V1Secret } from '@kubernetes/client-node';
import { expect, it, vi } from 'vitest';
import { type ContractFixture, SLOW } from './contract.test-fixture.js';
import { createKubernetesCluster } from './kubernetes-cluster.js';
import { instanceLabels, namespaceName, tlsSecretName } from './names.js';

/** For shop.example.org, for a hundred years; its key was thrown away. */
const SELF_SIGNED = `-----BEGIN CERTIFICATE-----
MIIBqjCCAVCgAwIBAgIUbJPEMFhte2nAR1Ok6FO+E+byHqQwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLm9yZzAgFw0yNjExMjEwMzQ3MTVaGA8y
MTI2MTAyODAzNDcxNVowGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLm9yZzBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABOXIVdUS3NpehcjZamtWhv+BruRRdlI1doRy
n8BTWvtW500/bWCVhuNDoJ/RdCmIddeJYi35w+WHF3LTSOOYfIejcDBuMB0GA1Ud
DgQWBBTnHPRIh5IhFfIwjmjQx4hCsg6+EjAfBgNVHSMEGDAWgBTnHPRIh5IhFfIw
jmjQx4hCsg6+EjAPBgNVHRMBAf8EBTADAQH/MBsGA1UdEQQUMBKCEHNob3AuZXhh
bXBsZS5vcmcwCgYIKoZIzj0EAwIDSAAwRQIhANvdKZ+jfD0l0UnjfN3QL4RjNmZ8
RcXvK8FkYOeJUTz5AiAnQk69HOqXBZ6AfKVgAz9IrNrdVDztVTiWFQPEuuYtpQ==
-----END CERTIFICATE-----
`;

/** What is measured and counted. */
export function readingsContract(on: ContractFixture): void {
  it('count what is there', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    await on.inPhase(desired, 'READY');
    const inventory = await on.cluster.readInventory();
    const of = <T extends { userId: string }>(list: T[]) =>
      list.filter(({ userId }) => userId === desired.userId);
    expect(of(inventory.tenants)).toHaveLength(1);
    expect(of(inventory.deployments)).toMatchObject([
      { instanceId: desired.instanceId, wanted: 1, available: 1, cpuMilli: 50, memoryMb: 128 },
    ]);
    expect(of(inventory.volumes)).toMatchObject([
      { instanceId: desired.instanceId, generation: 1, storageGb: 1 },
    ]);
  });

  it('see what a node has left, with a watch as without', async () => {
    const before = await on.cluster.readCapacity();
    expect(before.nodes).toBeGreaterThan(0);
    expect(before.free).toHaveLength(before.nodes);
    const desired = on.instance();
    await on.cluster.apply(desired);
    await on.inPhase(desired, 'READY');
    const { allocatable, requested, free } = await on.cluster.readCapacity();
    expect(requested.cpuMilli).toBeGreaterThanOrEqual(50);
    expect(requested.memoryMb).toBeGreaterThanOrEqual(128);
    expect(allocatable).toEqual(before.allocatable);
    expect(free.reduce((sum, { cpuMilli }) => sum + cpuMilli, 0)).toBe(
      allocatable.cpuMilli - requested.cpuMilli,
    );

    const stop = new AbortController();
    const seen: string[] = [];
    const watching = on.cluster.watch((instanceId) => seen.push(instanceId), stop.signal);
    await vi.waitFor(() => expect(seen).toContain(desired.instanceId), 30_000);
    expect(await on.cluster.readCapacity()).toEqual(await createUnwatched(on).readCapacity());
    stop.abort();
    await watching;
  });

  it('say what an instance uses', async () => {
    const desired = on.instance();
    await on.cluster.apply(desired);
    await on.inPhase(desired, 'READY');
    const reading = await vi.waitFor(
      async () => {
        const found = (await on.cluster.readUsage()).find(
          ({ instanceId }) => instanceId === desired.instanceId,
        );
        if (!found?.memoryMb) throw new Error(`not measured yet: ${JSON.stringify(found)}`);
        return found;
      },
      { timeout: SLOW - 20_000, interval: 500 },
    );
    expect(reading.cpuMilli).toBeGreaterThanOrEqual(0);
    expect(reading.memoryMb).toBeLessThanOrEqual(128);
    const volume = on.under.measuresVolumes ? expect.any(Number) : null;
    expect(reading).toMatchObject({ volumeUsedMb: volume, volumeCapacityMb: volume });
  });

  it('tell when a certificate is there, and until when', async () => {
    const domain = { id: '0197b2f0-0000-7000-8000-000000000001', domain: 'shop.example.org' };
    const desired = on.instance({ domains: [domain], running: false });
    await on.cluster.apply(desired);
    expect((await on.cluster.certificate(desired, domain)).status).toBe('PENDING');
    const metadata = {
      name: tlsSecretName(desired.instanceId, domain.id),
      namespace: namespaceName(desired.userId),
      labels: instanceLabels(desired),
    };
    const data = { 'tls.crt': Buffer.from(SELF_SIGNED).toString('base64') };
    await on.create({ apiVersion: 'v1', kind: 'Secret', metadata, data } as V1Secret);
    expect(await on.cluster.certificate(desired, domain)).toEqual({
      status: 'READY',
      expiresAt: new Date('2126-10-28T03:47:15Z'),
    });
    const another = { ...domain, domain: 'another.example.org' };
    expect(await on.cluster.certificate(desired, another)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('shop.example.org'),
    });
  });
}

/** The same server by a client that watches nothing. */
function createUnwatched(on: ContractFixture) {
  return createKubernetesCluster({
    ...on.settings,
    kubeConfig: { kind: 'text', yaml: on.under.kubeconfig },
  });
}
