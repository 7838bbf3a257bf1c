import type { Locale } from '@minispod/contracts/shared';
import type { NotificationText } from './kinds.js';

const FOOTER: Record<Locale, string> = {
  id: 'Surat ini dikirim MinisPod karena terjadi sesuatu pada akun Anda.',
  en: 'MinisPod sent this because something happened in your account.',
};

export interface MailParts {
  subject: string;
  text: string;
  html: string;
}

/** A mail of a notification: the same words as plain text and as HTML, with one button to `url` when there is one. */
export function composeMail(
  locale: Locale,
  { title, mail }: NotificationText,
  url: string | null,
): MailParts {
  const { subject, paragraphs, action } = mail;
  const text = [...paragraphs, ...(url ? [`${action}: ${url}`] : []), `— \n${FOOTER[locale]}`].join('\n\n');
  return { subject: oneLine(subject), text, html: page({ locale, title, paragraphs, action, url }) };
}

/** A name may hold a line break, and a header may not. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

interface Page {
  locale: Locale;
  title: string;
  paragraphs: string[];
  action: string;
  url: string | null;
}

/** Tables and inline styles are what mail programs understand; those that know dark mode get the second palette. */
function page({ locale, title, paragraphs, action, url }: Page): string {
  const body = paragraphs
    .map((text) => `<p class="text" style="margin:0 0 16px;color:#36322d">${escapeHtml(text)}</p>`)
    .join('\n');
  const button = url
    ? `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0 8px"><tr><td style="border-radius:8px;background:#0f7a70"><a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 24px;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(action)}</a></td></tr></table>`
    : '';
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #1a1816 !important }
  .card { background: #2a2724 !important }
  .title { color: #efebe6 !important }
  .text { color: #cfc9c1 !important }
}
</style>
</head>
<body class="page" style="margin:0;background:#f3f0eb">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f0eb"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:12px"><tr><td style="padding:32px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<p style="margin:0 0 24px;color:#1f8f84;font-weight:700">MinisPod</p>
<h1 class="title" style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#211e1b">${escapeHtml(title)}</h1>
${body}
${button}
</td></tr></table>
<p style="max-width:560px;margin:16px auto 0;font:13px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;color:#8a837a">${FOOTER[locale]}</p>
</td></tr></table>
</body>
</html>`;
}
