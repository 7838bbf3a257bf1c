import { z } from 'zod';
import type { DnsOptions } from './dns.js';

const port = z.coerce.number().int().min(1).max(65_535);

const Env = z.object({
  DNS_SANDBOX_PORT: port,
  DNS_SANDBOX_HTTP_PORT: port,
  /** Where the records are kept. */
  DNS_SANDBOX_DIR: z.string().min(1),
});

/** Set by whoever starts this process. Throws ZodError naming every setting that is missing or wrong. */
export function readEnv(): DnsOptions {
  const env = Env.parse(process.env);
  return { port: env.DNS_SANDBOX_PORT, httpPort: env.DNS_SANDBOX_HTTP_PORT, directory: env.DNS_SANDBOX_DIR };
}
