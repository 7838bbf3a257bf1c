import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const Env = z
  .object({
    SIM_KUBERNETES_PORT: port,
    SIM_INGRESS_PORT: port,
    /** Where the cluster and its kubeconfig.yaml are kept. */
    SIM_KUBERNETES_DIR: z.string().min(1),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .refine((env) => env.SIM_KUBERNETES_PORT !== env.SIM_INGRESS_PORT, {
    path: ['SIM_INGRESS_PORT'],
    error: 'must differ from SIM_KUBERNETES_PORT',
  });

/** Throws ZodError naming every setting that is missing or wrong. */
export function readEnv(): z.infer<typeof Env> {
  return Env.parse(process.env);
}
