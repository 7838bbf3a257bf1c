import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemPanel } from '../ui/problem-panel.js';

/** A page whose code or session could not be fetched: usually a lost connection, or a new release since it was opened. */
export function LoadFailed({ error }: ErrorComponentProps) {
  return <ProblemPanel error={error} onRetry={() => window.location.reload()} />;
}
