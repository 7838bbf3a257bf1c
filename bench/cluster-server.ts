import { startSimulatedKubernetes } from '@minispod/local/kubernetes/server';

const cluster = await startSimulatedKubernetes({
  port: 0,
  ingressPort: 0,
  readyAfterMs: 50,
  historyLimit: 50_000,
  settings: {
    pullMs: 10,
    logIntervalMs: 600_000,
    nodes: { count: 20, cpu: '64', memory: '256Gi', pods: 4_000 },
  },
});
process.on('message', () => process.send?.(cluster.kubeconfig));
