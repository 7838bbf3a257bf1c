import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.js';
import type { Environment } from './env.js';
import { pauseAfter } from './kept-service.js';
import type { Secrets } from './secrets.js';
import { planServices, productEnvironment } from './services.js';
import { Terminal } from './terminal.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const secrets = {
  JWT_SECRET: 'made',
  MIDTRANS_SERVER_KEY: 'SB-Mid-server-fake',
  MIDTRANS_CLIENT_KEY: 'fake',
  TRIPAY_MERCHANT_CODE: 'T0001',
  TRIPAY_API_KEY: 'fake',
  TRIPAY_PRIVATE_KEY: 'fake',
} as Secrets;

function plan(environment: Environment) {
  const configuration = readConfiguration(root, environment);
  const product = productEnvironment(
    configuration,
    secrets,
    environment.DATABASE_URL ?? 'postgresql://embedded',
  );
  return { product, services: planServices(configuration, secrets, product).flat() };
}

const names = (environment: Environment) => plan(environment).services.map(({ name }) => name);

describe('what is started', () => {
  test('everything follows PORT', () => {
    const { product, services } = plan({ PORT: '4000' });
    expect(services.flatMap(({ ports }) => ports)).toEqual([
      4001, 4008, 4002, 4005, 4003, 4004, 4006, 4007, 4000,
    ]);
    expect(product).toMatchObject({
      PUBLIC_URL: 'http://localhost:4000',
      MIDTRANS_SNAP_API_URL: 'http://127.0.0.1:4001/snap/v1',
      MIDTRANS_CORE_API_URL: 'http://127.0.0.1:4001',
      TRIPAY_API_URL: 'http://127.0.0.1:4008/api/',
      TRIPAY_CALLBACK_URL: 'http://127.0.0.1:4000/api/webhooks/tripay/callback',
      SMTP_URL: 'smtp://127.0.0.1:4005',
      SIM_KUBERNETES_URL: 'http://127.0.0.1:4003',
      APPS_DOMAIN: 'localhost:4004',
      CLUSTER: 'simulated',
      DNS_SERVER: '127.0.0.1:4006',
    });
  });

  test('a stand-in is left out where its counterpart is configured', () => {
    expect(names({ MIDTRANS_SERVER_KEY: 'SB-Mid-server-own' })).not.toContain('midtrans');
    expect(names({ MIDTRANS_CORE_API_URL: 'http://127.0.0.1:9' })).not.toContain('midtrans');
    expect(names({ TRIPAY_API_KEY: 'own' })).not.toContain('tripay');
    expect(names({ TRIPAY_API_URL: 'http://127.0.0.1:9/api/' })).not.toContain('tripay');
    expect(names({ SMTP_URL: 'smtp://127.0.0.1:25' })).not.toContain('mailbox');
    expect(names({ CLUSTER: 'in-cluster' })).not.toContain('kubernetes');
    expect(names({ KUBECONFIG: '/minispod/kubeconfig' })).not.toContain('kubernetes');
    expect(names({ KUBECONFIG: '/minispod/kubeconfig', CLUSTER: 'simulated' })).toContain('kubernetes');
    expect(names({ DNS_SERVER: '192.0.2.53' })).not.toContain('dns');
    expect(names({ CLUSTER: 'in-cluster' })).not.toContain('dns');
    expect(plan({ CLUSTER: 'in-cluster' }).product.DNS_SERVER).toBeUndefined();
    expect(readConfiguration('/minispod', { DATABASE_URL: 'postgresql://own' }).local.postgres).toBe(false);
  });

  test('an own gateway never gets the sandbox key, nor the sandbox addresses', () => {
    const { product } = plan({ MIDTRANS_SERVER_KEY: 'SB-Mid-server-own' });
    expect(product.MIDTRANS_SERVER_KEY).toBe('SB-Mid-server-own');
    expect(product.MIDTRANS_CORE_API_URL).toBeUndefined();
  });

  test('play money is never taken beside real money', () => {
    expect(names({ MIDTRANS_SERVER_KEY: 'SB-Mid-server-own' })).not.toContain('tripay');
    const { product } = plan({ MIDTRANS_SERVER_KEY: 'SB-Mid-server-own' });
    expect(Object.keys(product).filter((name) => name.startsWith('TRIPAY'))).toEqual([]);
  });

  test('what the user set goes before what was made up; an empty variable is no setting', () => {
    expect(plan({ JWT_SECRET: 'own' }).product.JWT_SECRET).toBe('own');
    expect(plan({ JWT_SECRET: '' }).product.JWT_SECRET).toBe('made');
    expect(plan({ APPS_DOMAIN: 'apps.example' }).product.APPS_DOMAIN).toBe('apps.example');
  });

  test.each([
    [{ PORT: 'x' }, 'PORT is a number'],
    [{ PORT: '65528' }, 'PORT is a number'],
    [{ CLUSTER: 'cloud' }, 'CLUSTER is'],
    [{ MINISPOD_LOG: 'loud' }, 'MINISPOD_LOG is'],
  ])('%o is refused with its name', (environment, message) => {
    expect(() => readConfiguration('/minispod', environment)).toThrow(message);
  });
});

test('pauses between restarts grow and stay bounded', () => {
  expect([1, 2, 3, 4, 9].map(pauseAfter)).toEqual([250, 500, 1_000, 2_000, 5_000]);
});

describe('what the processes say', () => {
  const said = (line: object | string, shownLevel = 40) => {
    let text = '';
    const write = (part: string) => {
      text += part;
    };
    const terminal = new Terminal({ write, coloured: false });
    terminal.shownLevel = shownLevel;
    terminal.line('api', typeof line === 'string' ? line : JSON.stringify(line));
    return text;
  };

  test('is one readable line with the name before it', () => {
    const err = {
      type: 'Error',
      message: 'gateway away',
      stack: 'Error: gateway away\n    at pay (/app/pay.ts:7:3)',
    };
    expect(
      said({ level: 50, time: 0, pid: 1, hostname: 'h', msg: 'top-up failed', orderId: 'o-1', err }),
    ).toMatch(
      /^api {10}\[\d\d:00:00\] ERROR: top-up failed: gateway away \{"orderId":"o-1","at":"at pay \(\/app\/pay.ts:7:3\)"\}\n$/,
    );
  });

  test('is shown from the chosen level on; what is no JSON counts as a warning', () => {
    expect(said({ level: 30, msg: 'listening' })).toBe('');
    expect(said({ level: 30, msg: 'listening' }, 20)).toContain('listening');
    expect(said('SyntaxError: unexpected')).toBe('api          SyntaxError: unexpected\n');
    expect(said('{"half":')).toBe('api          {"half":\n');
  });
});
