import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** `unreachable`: this device has a network, and MinisPod does not answer through it. */
export type Connection = 'connected' | 'offline' | 'unreachable';

/** A call without an answer for so long has failed: its page must not wait for ever. */
const CALL_MS = 30_000;
const PROBE_MS = 5_000;
const PROBE_AGAIN_MS = 3_000;
/** What a proxy answers in the name of a server that is gone. */
const FROM_A_PROXY = [502, 503, 504];

let connection: Connection = navigator.onLine ? 'connected' : 'offline';
let probing: Promise<boolean> | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

// What is on screen is asked for again when the server answers, which comes later than the network, or without its going.
onlineManager.setEventListener(() => undefined);
window.addEventListener('offline', () => become('offline'));
window.addEventListener('online', () => void reachServer());

function become(next: Connection): void {
  clearTimeout(again);
  if (next === 'unreachable') again = setTimeout(reachServer, PROBE_AGAIN_MS);
  if (next === connection) return;
  connection = next;
  for (const listener of listeners) listener();
  onlineManager.setOnline(next === 'connected');
}

/** Asks whether the server answers at all, and resolves with the answer; questions asked meanwhile share it. */
export function reachServer(): Promise<boolean> {
  probing ??= fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(PROBE_MS) })
    .then(({ status }) => !FROM_A_PROXY.includes(status))
    .catch(() => false)
    .then((isThere) => {
      probing = null;
      become(isThere ? 'connected' : navigator.onLine ? 'unreachable' : 'offline');
      return isThere;
    });
  return probing;
}

/** `fetch` with a time limit. A call that fails has the connection looked at, so that the frame can say what is wrong. */
export async function fetchFromServer(url: RequestInfo | URL, init: RequestInit = {}, limit = CALL_MS) {
  const patience = AbortSignal.timeout(limit);
  const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience;
  try {
    const response = await fetch(url, { ...init, signal });
    if (FROM_A_PROXY.includes(response.status)) reachServer();
    return response;
  } catch (error) {
    if (!init.signal?.aborted) reachServer();
    throw error;
  }
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}
