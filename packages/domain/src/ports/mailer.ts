export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Stable per notification, so that a resent mail can be recognised (RFC 5322 Message-ID). */
  messageId: string;
  attachments?: { filename: string; content: Buffer; contentType: string }[];
}

export interface Mailer {
  /**
   * Resolves once the mail server has taken the mail over. Throws MailRefused when it never will, anything else when it
   * may later; when only its answer was lost, nobody can know, and a second try may deliver a second copy.
   */
  send(mail: Mail): Promise<void>;
}

/** The server refused this mail for good (a 5xx answer to its addresses or content): sending it again cannot help. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}
