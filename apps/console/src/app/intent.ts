import { useState } from 'react';

/** A random id that also works on plain http, where `crypto.randomUUID` is absent. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

export interface Intent {
  /** The id to send with this input: the same for every retry, a new one as soon as the input is another. */
  requestIdFor(input: unknown): string;
  /** Called when the server confirmed: whatever is sent next is a new intent, even with equal input. */
  fulfilled(): void;
}

/** One intent of the customer, so that a second press or a retry after a lost answer never buys twice. */
export function createIntent(): Intent {
  let current: { input: string; requestId: string } | null = null;
  return {
    requestIdFor(input) {
      const written = JSON.stringify(input);
      if (current?.input !== written) current = { input: written, requestId: randomId() };
      return current.requestId;
    },
    fulfilled() {
      current = null;
    },
  };
}

export function useIntent(): Intent {
  return useState(createIntent)[0];
}
