import { createMidtransGateway } from '@minispod/payments/midtrans/gateway';
import { billingSettings } from '@minispod/process/billing-env';
import { midtransSettings } from '@minispod/process/midtrans-env';
import { runWorker } from '@minispod/process/worker';
import { readRenewalEnv } from './env.js';
import { collectDues } from './handlers/collect-dues.js';
import { convergePayment } from './handlers/converge-payment.js';
import { sweepAudit } from './handlers/sweep-audit.js';
import { sweepBilling } from './handlers/sweep-billing.js';
import { sweepPayments } from './handlers/sweep-payments.js';

const env = readRenewalEnv();

await runWorker(env, {
  name: 'renewal-worker',
  queue: 'renewal',
  concurrency: 8,
  sweeps: { 'sweep-payments': 5_000, 'sweep-billing': 5_000, 'sweep-audit': 3_600_000 },
  async start({ dataSource, clock }) {
    const deps = {
      dataSource,
      clock,
      gateway: createMidtransGateway(midtransSettings(env)),
      billing: billingSettings(env),
    };
    return {
      handlers: {
        'converge-payment': convergePayment(deps),
        'sweep-payments': sweepPayments(deps),
        'collect-dues': collectDues(deps),
        'sweep-billing': sweepBilling(deps),
        'sweep-audit': sweepAudit(deps),
      },
    };
  },
});
