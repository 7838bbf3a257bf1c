import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { clusterDataContract } from './cluster-data.contract.js';

clusterDataContract('the simulated cluster', async () => {
  const simulated = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 50 });
  return {
    kubeconfig: simulated.kubeconfig,
    async failNextCommand(exitCode, stderr) {
      await fetch(`${simulated.url}/sandbox/faults`, {
        method: 'POST',
        body: JSON.stringify({ type: 'exec', exitCode, stderr, times: 1 }),
      });
    },
    close: simulated.close,
  };
});
