import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';
import { clusterContract } from './cluster.contract.js';

clusterContract('the simulated cluster', async () => {
  const simulated = await startSimulatedKubernetes({ port: 0, ingressPort: 0, readyAfterMs: 50 });
  return {
    kubeconfig: simulated.kubeconfig,
    measuresVolumes: true,
    missingImage: 'docker.io/library/missing:1.0.0',
    close: simulated.close,
  };
});
