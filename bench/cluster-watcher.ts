import { createKubernetesCluster } from '@minispod/cluster/kubernetes-cluster';

/** What the watching process is asked: to begin, how many it has heard of, and what it used since it was last asked. */
export type Question = { kubeconfig: string; readings: boolean } | 'known' | 'used';
export interface Used {
  /** ms of processor. */
  cpu: number;
  /** MiB. */
  rss: number;
  heap: number;
  told: number;
}

const known = new Set<string>();
let told = 0;
let last = process.cpuUsage();

function begin({ kubeconfig, readings }: { kubeconfig: string; readings: boolean }): void {
  const cluster = createKubernetesCluster({
    kubeConfig: { kind: 'text', yaml: kubeconfig },
    appsDomain: 'localhost',
  });
  const { signal } = new AbortController();
  const ended = (error: unknown) => {
    throw error;
  };
  cluster
    .watch((instanceId) => {
      known.add(instanceId);
      told += 1;
    }, signal)
    .catch(ended);
  cluster
    .watchDrift((_, what) => {
      throw new Error(`nobody else wrote: ${what}`);
    }, signal)
    .catch(ended);
  if (!readings) return;
  // As often as the worker's sweep.
  setInterval(() => cluster.readCapacity().catch(lost), 15_000);
  setInterval(() => cluster.readUsage().catch(lost), 60_000);
}

/** On a busy machine the server is too slow now and then; the worker reads again, and so is it here. */
function lost(error: Error): void {
  console.error(`a reading was lost: ${error.message}`);
}

function used(): Used {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const answer = { cpu: (user + system) / 1_000, rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, told };
  told = 0;
  return answer;
}

process.on('message', (question: Question) => {
  if (question === 'known') process.send?.(known.size);
  else if (question === 'used') process.send?.(used());
  else {
    begin(question);
    process.send?.('begun');
  }
});
