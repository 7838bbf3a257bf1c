import type { LogLine } from '@minispod/contracts/instance';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { whileVisible } from '../../../app/shared-stream.js';
import { trpcClient } from '../../../app/trpc.js';
import { append, type Line } from './log-lines.js';

/** How many of the last lines are there at once. */
const TAIL = 500;
const RETRY_MS = 3_000;
/** Lines that come in a flood are shown together so often. */
const GATHER_MS = 150;

export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended';

interface WhichLog {
  id: string;
  container: string | undefined;
  previous: boolean;
  /** False for an instance that writes nothing now. */
  isRunning: boolean;
}

/**
 * The last lines and then whatever is written from there on. Each line carries its moment, and after a drop the stream
 * goes on behind the last one that came, so none is lost.
 */
export function useLog({ id, container, previous, isRunning }: WhichLog) {
  const [stream, setStream] = useState<StreamState>('connecting');
  const [followed, setFollowed] = useState<{ of: readonly LogLine[]; lines: Line[] } | null>(null);
  const tail = useQuery({
    // Not among what is asked anew when the instance changes: the stream brings what is new, and keeps what was read.
    queryKey: ['log', id, container, previous, isRunning],
    queryFn: () =>
      trpcClient.instances.logs.query({
        id,
        lines: TAIL,
        ...(container && { container }),
        ...(previous && { previous: 'true' }),
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const begin = tail.data?.lines;
  const mayFollow = !previous && isRunning && begin !== undefined;

  useEffect(() => {
    if (!mayFollow) return;
    let isOver = false;
    let isInSight = false;
    let lastAt = begin.at(-1)?.at;
    let waiting: LogLine[] = [];
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let close = () => {};

    const show = () => {
      gathering = undefined;
      const more = waiting;
      waiting = [];
      setFollowed((before) => ({
        of: begin,
        lines: append(before?.of === begin ? before.lines : append([], begin), more),
      }));
    };
    const onLine = (line: LogLine) => {
      lastAt = line.at;
      waiting.push(line);
      gathering ??= setTimeout(show, GATHER_MS);
    };
    const reopen = () => {
      if (isOver || !isInSight) return;
      setStream('reconnecting');
      clearTimeout(retry);
      retry = setTimeout(async () => {
        // A stream cannot say that its cookie ran out; this question does, and renews it.
        await trpcClient.auth.me.query().catch(() => null);
        if (!isOver && isInSight) open();
      }, RETRY_MS);
    };
    const open = async () => {
      close();
      const live = await import('../../../app/live-client.js').catch(() => null);
      if (isOver || !isInSight) return;
      if (!live) return reopen();
      const connection = live.liveClient.instances.onLog.subscribe(
        { id, ...(container && { container }), lastEventId: lastAt },
        {
          onStarted: () => setStream('live'),
          onConnectionStateChange: ({ state }) => {
            if (state === 'connecting')
              setStream((before) => (before === 'connecting' ? before : 'reconnecting'));
            if (state === 'pending') setStream('live');
          },
          onData: ({ data }) => onLine(data),
          onError: reopen,
          onComplete: reopen,
        },
      );
      close = () => connection.unsubscribe();
    };
    setStream('connecting');
    // A browser has few connections to one server: a tab out of sight lets go of its own, and goes on from where it was.
    const stopLooking = whileVisible(() => {
      isInSight = true;
      open();
      return () => {
        isInSight = false;
        clearTimeout(retry);
        close();
      };
    });
    return () => {
      isOver = true;
      clearTimeout(gathering);
      stopLooking();
    };
  }, [begin, id, container, mayFollow]);

  const lines = followed && followed.of === begin ? followed.lines : append([], begin ?? []);
  return { tail, lines, stream: mayFollow ? stream : ('ended' as const) };
}
