import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router';
import { TRPCClientError } from '@trpc/client';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { reachServer, useConnection } from '../app/connection.js';
import { FileMissing } from '../app/lazy-page.js';
import { ProblemPanel } from './problem-panel.js';

const BROKEN = { data: { appCode: 'INTERNAL' } };

/** Reloads only when there is something to load from: a reload without a network would lose the whole console. */
async function reload(): Promise<void> {
  if (await reachServer()) window.location.reload();
}

/** Code that did not come, a session that could not be asked for, or a fault of ours. */
function LoadFailed({ error }: ErrorComponentProps) {
  const isAway = useConnection() !== 'connected';
  const isAnswer = error instanceof TRPCClientError;
  return <ProblemPanel error={isAnswer || isAway ? error : BROKEN} onRetry={reload} />;
}

/** A page that did not come, within the frame. It comes by itself as soon as the server answers again. */
export function PageFailed(props: ErrorComponentProps) {
  const connection = useConnection();
  const wasAway = useRef(false);
  useEffect(() => {
    if (connection !== 'connected') wasAway.current = true;
    else if (wasAway.current) window.location.reload();
  }, [connection]);
  useEffect(() => {
    reloadForNewRelease(props.error);
  }, [props.error]);
  return <LoadFailed {...props} />;
}

/** A new release has other files: the server is there and the file is not. Once for each file, so that it ends. */
async function reloadForNewRelease(error: unknown): Promise<void> {
  if (!(error instanceof FileMissing)) return;
  const key = `minispod.reloaded:${error.reason}`;
  if (!(await reachServer()) || sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, '1');
  window.location.reload();
}

interface PartProps {
  /** Another one is another try. */
  name: string;
  fallback?: ReactNode;
  children: ReactNode;
}

/** A part of a page whose code is fetched when it is looked at: where that fails, the rest of the page stays. */
export function Part({ name, fallback, children }: PartProps) {
  return (
    <CatchBoundary getResetKey={() => name} errorComponent={LoadFailed}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </CatchBoundary>
  );
}
