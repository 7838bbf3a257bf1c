import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { clusterReaderContract } from './cluster-reader.contract.js';

clusterReaderContract('the simulated cluster', async () => {
  const simulated = await startSimulatedKubernetes({
    port: 0,
    ingressPort: 0,
    readyAfterMs: 50,
    // A simulated run begins and ends on whole seconds: two that share one would say things at the same time.
    settings: { logIntervalMs: 400, crashAfterMs: 1_500, crashBackoffMs: 2_000, backoffMaxMs: 2_000 },
  });
  return {
    kubeconfig: simulated.kubeconfig,
    async crash(namespace) {
      const body = JSON.stringify({ type: 'crash', namespace });
      await fetch(`${simulated.url}/sandbox/faults`, { method: 'POST', body });
    },
    close: simulated.close,
  };
});
