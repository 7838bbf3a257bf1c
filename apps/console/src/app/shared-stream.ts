/** Does `enter` whenever this tab comes into sight, and what that returned when it is out of sight again, or for good. */
export function whileVisible(enter: () => () => void): () => void {
  let leave: (() => void) | null = null;
  const look = () => {
    leave?.();
    leave = document.visibilityState === 'visible' ? enter() : null;
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    leave?.();
  };
}

interface Tell<T> {
  all(message: T): void;
  others(message: T): void;
}

interface SharedStream<T> {
  /** Tabs that say the same name share one stream. */
  name: string;
  /** Opens the stream in the one tab that does it for the others; returns what closes it. */
  open(tell: Tell<T>): () => void;
  onMessage(message: T): void;
}

/**
 * Listens to one stream in as many tabs as there are: a browser keeps six connections to a server that has no HTTP/2, and
 * six tabs with a stream each would leave none for anything else. The tab that holds the lock opens it and tells the
 * others; when it goes, the lock is the next one's. Without https there are no locks, and each tab opens its own.
 */
export function shareStream<T>({ name, open, onMessage }: SharedStream<T>): () => void {
  const channel = new BroadcastChannel(name);
  const end = new AbortController();
  channel.onmessage = ({ data }) => onMessage(data as T);
  const others = (message: T) => channel.postMessage(message);
  const tell = {
    others,
    all: (message: T) => {
      onMessage(message);
      others(message);
    },
  };
  const lead = () =>
    new Promise<void>((resolve) => {
      const close = open(tell);
      end.signal.addEventListener('abort', () => {
        close();
        resolve();
      });
    });
  if (navigator.locks) navigator.locks.request(name, { signal: end.signal }, lead).catch(() => undefined);
  else lead();
  return () => {
    end.abort();
    channel.close();
  };
}
