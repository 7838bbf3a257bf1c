import type { TFunction } from 'i18next';
import { isKnownProblem, problemText } from '../../../texts/problem-code.js';

export interface InstanceEvent {
  source: 'STATUS' | 'ACTIVITY' | 'CLUSTER';
  code: string;
  message: string | null;
  details: Record<string, unknown>;
}

/** What happened, in words; a code of a newer server keeps its own name. */
export function eventWord({ source, code }: InstanceEvent, t: TFunction): string {
  if (source === 'CLUSTER') return wordIn(t('clusterEvent', { returnObjects: true }), code);
  if (source === 'ACTIVITY') return wordIn(t('activity.kind', { returnObjects: true }), code);
  return t('activity.status', { state: wordIn(t('states.instance', { returnObjects: true }), code) });
}

function wordIn(words: Record<string, string>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

/** `user:0189…` is whoever looks at it; the system's parts are all MinisPod to a customer. */
export function actorWord(actor: string, t: TFunction): string {
  return wordIn(t('order.actor', { returnObjects: true }), actor.split(':')[0] ?? actor);
}

/** What it was about, as far as the details tell: a domain, a version, the variables' names, a reason. */
export function aboutWhat({ source, code, message, details }: InstanceEvent, t: TFunction): string | null {
  if (source === 'CLUSTER') return null;
  if (message !== null && isKnownProblem(message)) return t(`problem.${problemText(message)}.title`);
  const names = [details.added, details.changed, details.removed].flat().filter(isText);
  if (code === 'VARIABLES_CHANGED' && names.length > 0) return names.join(', ');
  const reasons = t('reason', { returnObjects: true }) as Record<string, string>;
  if (message !== null && Object.hasOwn(reasons, message)) return reasons[message] ?? null;
  return [details.domain, details.version, details.to, details.name].find(isText) ?? null;
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && !/^[0-9a-f-]{36}$/.test(value);

/** Whether the words as they came tell something that ours do not. */
export function saysMore({ source, message }: InstanceEvent): boolean {
  if (message === null || message === '') return false;
  // A code in capitals was put into words above, or is none of the reader's business.
  return source === 'CLUSTER' || !/^[A-Z_]+$/.test(message);
}
