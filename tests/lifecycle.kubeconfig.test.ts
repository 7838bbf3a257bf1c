import { describe } from 'vitest';
import { lifecycle } from './lifecycle.contract.js';

const { MINISPOD_TEST_KUBECONFIG: kubeconfig } = process.env;

describe.skipIf(!kubeconfig)('the life of an instance, on a real cluster (MINISPOD_TEST_KUBECONFIG)', () =>
  lifecycle(kubeconfig),
);
