import { describe, expect, it } from 'vitest';
import * as search from './search.js';

describe('what the address may say', () => {
  it('leads back only to paths of this console', () => {
    expect(search.entrance({ redirect: '/catalog/n8n?plan=1' }).redirect).toBe('/catalog/n8n?plan=1');
    for (const redirect of ['https://elsewhere.test', '//elsewhere.test', '/\\elsewhere.test', '', 5]) {
      expect(search.entrance({ redirect }).redirect).toBeUndefined();
    }
  });

  it('drops what it cannot read', () => {
    expect(search.wallet({ type: 'NONSENSE', status: 'PENDING', page: -2 })).toEqual({ status: 'PENDING' });
    expect(search.topUp({ amount: 'many', returnTo: 'x' })).toEqual({});
    expect(search.subscriptions({ status: 'NONSENSE', page: 2 })).toEqual({ page: 2 });
    expect(search.subscription({ plan: 7 })).toEqual({});
    expect(search.alerts({ all: 'yes', page: 0 })).toEqual({});
    expect(search.people({ q: 404 })).toEqual({ q: '404' });
    expect(search.catalog({ q: 404 })).toEqual({ q: '404' });
  });

  it('does not believe what the gateway adds on the way back', () => {
    expect(search.payment({ transaction_status: 'settlement', order_id: 'x', status_code: '200' })).toEqual(
      {},
    );
  });
});
