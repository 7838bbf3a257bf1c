export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Stable per notification, so that a resent mail can be recognised (RFC 5322 Message-ID). */
  messageId: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
}
