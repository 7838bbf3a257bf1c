import { RequestIdSchema } from '@minispod/contracts/shared';
import { describe, expect, it } from 'vitest';
import { createIntent } from './intent.js';

const order = { planId: 'a', subdomain: 'toko' };

describe('an intent', () => {
  it('keeps its id over retries of the same input', () => {
    const intent = createIntent();
    expect(intent.requestIdFor(order)).toBe(intent.requestIdFor({ ...order }));
  });

  it('gets another id when the input changes', () => {
    const intent = createIntent();
    expect(intent.requestIdFor(order)).not.toBe(intent.requestIdFor({ ...order, subdomain: 'kedai' }));
  });

  it('gets another id once fulfilled, so that buying the same again is possible', () => {
    const intent = createIntent();
    const first = intent.requestIdFor(order);
    intent.fulfilled();
    expect(intent.requestIdFor(order)).not.toBe(first);
  });

  it('makes ids the API accepts, never twice', () => {
    const ids = Array.from({ length: 100 }, () => createIntent().requestIdFor(order));
    for (const id of ids) expect(RequestIdSchema.safeParse(id).success).toBe(true);
    expect(new Set(ids).size).toBe(100);
  });
});
