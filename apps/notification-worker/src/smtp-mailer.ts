import { type Mailer, MailRefused } from '@minispod/domain/ports/mailer';
import { createTransport } from 'nodemailer';

export interface SmtpSettings {
  /** `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. */
  url: string;
  /** The sender's address, with or without a name. */
  from: string;
}

/**
 * Sends over SMTP, a connection for each mail: what a pool does about a lost connection is to send again, and here only
 * the caller may. The time-outs (ms) add up to less than the caller's lease of a mail.
 */
export function createSmtpMailer({ url, from }: SmtpSettings): Mailer {
  const transport = createTransport({
    url,
    // Mails carry links that sign people in, so they leave this machine encrypted or not at all.
    requireTLS: !isLoopback(new URL(url).hostname),
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail({ from, ...mail });
      } catch (error) {
        throw isRefusal(error) ? new MailRefused(error.message, { cause: error }) : error;
      }
    },
  };
}

const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/**
 * A 5xx to the addresses (EENVELOPE) or the content (EMESSAGE). A 5xx to the greeting or the login speaks of us or of
 * the server and may be mended, so it is not one.
 */
function isRefusal(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, responseCode } = error as Error & { code?: string; responseCode?: number };
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode >= 500;
}
