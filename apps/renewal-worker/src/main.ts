import { watched } from '@minispod/domain/payment/gateways';
import { billingSettings } from '@minispod/process/billing-env';
import { gateways } from '@minispod/process/gateways';
import { runWorker } from '@minispod/process/worker';
import { readRenewalEnv } from './env.js';
import { collectDues } from './handlers/collect-dues.js';
import { convergePayment } from './handlers/converge-payment.js';
import { sendRefund } from './handlers/send-refund.js';
import { sweepAudit } from './handlers/sweep-audit.js';
import { sweepBilling } from './handlers/sweep-billing.js';
import { sweepGateways } from './handlers/sweep-gateways.js';
import { sweepPayments } from './handlers/sweep-payments.js';
import { sweepRetention } from './handlers/sweep-retention.js';

const env = readRenewalEnv();

await runWorker(env, {
  name: 'renewal-worker',
  queue: 'renewal',
  concurrency: 8,
  sweeps: {
    'sweep-payments': 5_000,
    'sweep-gateways': 30_000,
    'sweep-billing': 5_000,
    'sweep-audit': 3_600_000,
    'sweep-retention': 3_600_000,
  },
  async start({ dataSource, clock }) {
    const deps = {
      dataSource,
      clock,
      gateways: watched(gateways(env), dataSource, clock),
      billing: billingSettings(env),
    };
    return {
      handlers: {
        'converge-payment': convergePayment(deps),
        'sweep-payments': sweepPayments(deps),
        'send-refund': sendRefund(deps),
        'sweep-gateways': sweepGateways(deps),
        'collect-dues': collectDues(deps),
        'sweep-billing': sweepBilling(deps),
        'sweep-audit': sweepAudit(deps),
        'sweep-retention': sweepRetention(deps),
      },
    };
  },
});
