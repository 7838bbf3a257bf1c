import { RETRY_SCHEDULES, type RetryScheduleName } from './retry-schedule.js';

function number(name: string, fallback: number): number {
  const text = process.env[name];
  const value = text === undefined || text === '' ? fallback : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, it is "${text}"`);
  return value;
}

function schedule(text: string | undefined): RetryScheduleName {
  if (!text) return 'core';
  if (text in RETRY_SCHEDULES) return text as RetryScheduleName;
  throw new Error(
    `MIDTRANS_SANDBOX_RETRY_SCHEDULE must be one of ${Object.keys(RETRY_SCHEDULES).join(', ')}`,
  );
}

/** Settings of the sandbox process; throws with the name of the one that makes no sense. */
export function readEnv() {
  const { env } = process;
  return {
    port: number('MIDTRANS_SANDBOX_PORT', 3001),
    serverKey: env.MIDTRANS_SANDBOX_SERVER_KEY || 'SB-Mid-server-local-sandbox-only',
    notificationUrl:
      env.MIDTRANS_SANDBOX_NOTIFICATION_URL || 'http://127.0.0.1:3000/api/webhooks/midtrans/notification',
    ...(env.MIDTRANS_SANDBOX_DIR ? { directory: env.MIDTRANS_SANDBOX_DIR } : {}),
    retrySchedule: schedule(env.MIDTRANS_SANDBOX_RETRY_SCHEDULE),
    retryScale: number('MIDTRANS_SANDBOX_RETRY_SCALE', 1),
  };
}
