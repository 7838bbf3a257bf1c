import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { Html, html } from './html.js';
import { SCRIPT } from './script.js';
import type { Lang, Speech } from './speech.js';
import { STYLE } from './style.js';

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

// Exactly this sheet and this script may run: whatever a merchant puts in names and descriptions stays text.
const POLICY = [
  "default-src 'none'",
  `style-src ${sha(STYLE)}`,
  `script-src ${sha(SCRIPT)}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole page. `path` is its own address, for the language links. */
export function document(
  { lang, say }: Speech<'banner'>,
  title: string,
  path: string,
  content: Html,
): string {
  const link = (code: Lang, name: string) =>
    html`<a href="${path}?lang=${code}" lang="${code}" hreflang="${code}"${lang === code ? new Html(' aria-current="true"') : ''}>${name}</a>`;
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="banner">${say('banner')}</header>
<div class="shell">
<nav class="languages" aria-label="Bahasa / Language">${link('id', 'Indonesia')}${link('en', 'English')}</nav>
${content}
</div>
<script>${new Html(SCRIPT)}</script>
</body>
</html>`.text;
}

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .send(page);
}
