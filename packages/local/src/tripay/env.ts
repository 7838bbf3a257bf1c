function number(name: string, fallback: number): number {
  const text = process.env[name];
  const value = text === undefined || text === '' ? fallback : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, it is "${text}"`);
  return value;
}

/** Settings of the sandbox process; throws with the name of the one that makes no sense. */
export function readEnv() {
  const { env } = process;
  return {
    port: number('TRIPAY_SANDBOX_PORT', 3008),
    merchantCode: env.TRIPAY_SANDBOX_MERCHANT_CODE || 'T0001',
    apiKey: env.TRIPAY_SANDBOX_API_KEY || 'DEV-local-sandbox-only',
    privateKey: env.TRIPAY_SANDBOX_PRIVATE_KEY || 'local-sandbox-only',
    callbackUrl: env.TRIPAY_SANDBOX_CALLBACK_URL || 'http://127.0.0.1:3000/api/webhooks/tripay/callback',
    ...(env.TRIPAY_SANDBOX_DIR ? { directory: env.TRIPAY_SANDBOX_DIR } : {}),
    retryScale: number('TRIPAY_SANDBOX_RETRY_SCALE', 1),
  };
}
