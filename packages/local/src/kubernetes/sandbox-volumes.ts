import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Cluster } from './cluster.js';
import type { PersistentVolumeClaim } from './kinds.js';
import { RESOURCES } from './resources.js';
import { notFound } from './status.js';

/** Longer contents are told by their size and hash alone. */
const SHOWN_BYTES = 4_096;
const MIB = 2 ** 20;

/** What a claim's volume is to hold: a text, or so many MiB of random bytes. */
const ContentRequest = z
  .strictObject({
    namespace: z.string(),
    claim: z.string(),
    content: z.string().optional(),
    mebibytes: z.number().int().min(0).max(4_096).optional(),
  })
  .refine(({ content, mebibytes }) => (content === undefined) !== (mebibytes === undefined), {
    error: 'give either content or mebibytes',
  });

/** Replaces what a claim's volume holds, and says what it holds then. Throws 404 for a claim without a volume. */
export async function setContent(cluster: Cluster, body: unknown): Promise<object> {
  const { namespace, claim: name, content, mebibytes = 0 } = ContentRequest.parse(body);
  const claim = cluster.store.get<PersistentVolumeClaim>(RESOURCES.persistentvolumeclaims, namespace, name);
  const volume = claim?.status?.phase === 'Bound' ? claim.spec.volumeName : undefined;
  if (!claim || volume === undefined) throw notFound(RESOURCES.persistentvolumeclaims, name);
  await cluster.contents.write(volume, content === undefined ? noise(mebibytes) : [Buffer.from(content)]);
  return describe(cluster, claim, volume);
}

/** What every bound claim's volume holds, of one namespace or all. */
export async function listContents(cluster: Cluster, namespace: string | null): Promise<object[]> {
  const scope = namespace === null ? {} : { namespace };
  const claims = [
    ...cluster.store.candidates<PersistentVolumeClaim>(RESOURCES.persistentvolumeclaims, scope),
  ];
  const bound = claims.filter(({ status }) => status?.phase === 'Bound');
  const described: object[] = [];
  // One after the other: thousands of open files at once are more than a process may have.
  for (const claim of bound) described.push(await describe(cluster, claim, claim.spec.volumeName ?? ''));
  return described;
}

async function describe(
  { contents }: Cluster,
  { metadata }: PersistentVolumeClaim,
  volume: string,
): Promise<object> {
  const hash = createHash('sha256');
  const start: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of contents.read(volume) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (bytes < SHOWN_BYTES) start.push(chunk);
    bytes += chunk.length;
  }
  return {
    namespace: metadata.namespace,
    claim: metadata.name,
    volume,
    bytes,
    sha256: hash.digest('hex'),
    ...(bytes <= SHOWN_BYTES && { content: Buffer.concat(start).toString() }),
  };
}

function* noise(mebibytes: number): Generator<Buffer> {
  for (let count = 0; count < mebibytes; count += 1) yield randomBytes(MIB);
}
