import type { Configuration } from './configuration.js';
import type { Environment } from './env.js';
import type { Terminal } from './terminal.js';

const people = [
  ['Customer', 'customer@minispod.local', 'CUSTOMER_PASSWORD'],
  ['Administrator', 'admin@minispod.local', 'ADMIN_PASSWORD'],
  ['Super admin', 'superadmin@minispod.local', 'SUPER_ADMIN_PASSWORD'],
] as const;

/** Where everything is and who can log in, once it runs. */
export function printSummary(
  terminal: Terminal,
  { ports, local, dataDirectory }: Configuration,
  product: Environment,
  seconds: number,
): void {
  const address = (port: number) => terminal.style('underline', `http://localhost:${port}`);
  const row = (label: string, value: string) => terminal.say(`    ${label.padEnd(18)}${value}`);
  terminal.say();
  terminal.say(
    `  ${terminal.style(['bold', 'green'], 'MinisPod runs')} ${terminal.style('dim', `after ${seconds.toFixed(1)} s`)}`,
  );
  terminal.say();
  row('Console', address(ports.api));
  row('API reference', `${address(ports.api)}${terminal.style('underline', '/api/docs')}`);
  if (local.midtrans) row('Midtrans sandbox', address(ports.midtrans));
  if (local.tripay) row('Tripay sandbox', address(ports.tripay));
  if (local.mailbox) row('Mailbox', address(ports.mailbox));
  if (local.cluster) row('Apps', terminal.style('underline', `http://<name>.localhost:${ports.ingress}`));
  terminal.say();
  for (const [label, email, password] of people) {
    row(label, `${email.padEnd(27)}${terminal.style('bold', product[password] ?? '')}`);
  }
  terminal.say();
  terminal.say(terminal.style('dim', `  Ctrl-C stops everything; the data stays in ${dataDirectory}`));
  terminal.say(terminal.style('dim', '  MINISPOD_LOG=info npm start shows what every process says'));
  terminal.say();
}
