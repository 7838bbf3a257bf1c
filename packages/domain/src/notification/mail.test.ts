import { NOTIFICATION_KINDS } from '@minispod/contracts/notification';
import { LOCALES } from '@minispod/contracts/shared';
import { describe, expect, it } from 'vitest';
import { INSTANCE_PROBLEMS } from '../ports/cluster.js';
import type { NotificationData } from './kinds.js';
import { composeMail, escapeHtml } from './mail.js';
import { render } from './render.js';
import { GIVEN_UP_AFTER, pauseAfter } from './rules/retry.js';

const names = { serviceName: 'n8n', instanceName: 'otomatis' };

const samples: NotificationData = {
  WELCOME: {},
  TOP_UP_RECEIVED: { amount: 100_000, balance: 135_000 },
  TOP_UP_FAILED: { amount: 100_000, reason: 'EXPIRED' },
  TOP_UP_REVERSED: { amount: 100_000, taken: 40_000, owed: 60_000, reversal: 'CHARGEBACK' },
  DEBT_PAID: { amount: 30_000, left: 0 },
  REFUND_SENT: { amount: 50_000, channel: 'SOURCE', reason: 'paid twice' },
  ORDER_LAPSED: { serviceName: 'n8n', amount: 75_000, mayStillCome: true },
  CHECKOUT_LAPSED: { serviceName: 'n8n', amount: 75_000 },
  INSTANCE_RUNNING: { serviceName: 'n8n', instanceName: 'otomatis', url: 'https://otomatis.example.test' },
  INSTANCE_FAILED: {
    serviceName: 'n8n',
    instanceName: 'otomatis',
    problemCode: 'IMAGE_PULL_FAILED',
    refunded: 75_000,
  },
  RENEWED: { serviceName: 'n8n', amount: 75_000, balance: 25_000, paidUntil: '2026-03-11T17:30:00.000Z' },
  CREDIT_LOW: {
    serviceName: 'n8n',
    dueAt: '2026-02-11T17:30:00.000Z',
    daysLeft: 3,
    amount: 75_000,
    shortfall: 35_000,
  },
  PAYMENT_DUE: {
    serviceName: 'n8n',
    amountDue: 75_000,
    shortfall: 35_000,
    stopsAt: '2026-02-11T17:30:00.000Z',
  },
  SUSPENDED: {
    serviceName: 'n8n',
    amountDue: 75_000,
    shortfall: 35_000,
    deletedAt: '2026-03-13T17:30:00.000Z',
  },
  REACTIVATED: { serviceName: 'n8n', amount: 75_000, paidUntil: '2026-03-11T17:30:00.000Z' },
  EXPIRED: { serviceName: 'n8n' },
  SUBSCRIPTION_ENDED: { serviceName: 'n8n' },
  CANCELLED: { serviceName: 'n8n', refunded: 37_500 },
  UPGRADED: { serviceName: 'n8n', planName: 'Pro', amount: 62_500 },
  UPGRADE_FAILED: { serviceName: 'n8n', planName: 'Pro', refunded: 62_500, problemCode: 'UNSCHEDULABLE' },
  DOWNGRADED: { serviceName: 'n8n', planName: 'Basic' },
  DOWNGRADE_POSTPONED: { serviceName: 'n8n', planName: 'Basic' },
  WAITLIST_OFFER: { serviceName: 'n8n', planName: 'Pro', until: '2026-02-11T17:30:00.000Z' },
  CREDIT_ADJUSTED: { amount: -10_000, balance: 25_000, reason: 'paid twice by mistake' },
  SUSPENDED_BY_ADMINISTRATOR: { serviceName: 'n8n', reason: 'It sent spam' },
  RESUMED: { serviceName: 'n8n', paidUntil: '2026-03-11T17:30:00.000Z' },
  INVOICE_SENT: {
    invoiceId: '019a0000-0000-7000-8000-000000000001',
    number: 'INV/2026/000001',
    total: 75_000,
    kind: 'INVOICE',
  },
  INSTANCE_UNHEALTHY: {
    ...names,
    problemCode: 'CRASH_LOOP',
    message: 'back-off restarting failed container',
  },
  INSTANCE_RECOVERED: names,
  VOLUME_NEARLY_FULL: { ...names, percent: 87, storageGb: 10 },
  PROCESSOR_NEARLY_USED: { ...names, percent: 96 },
  MEMORY_NEARLY_USED: { ...names, percent: 92 },
  CERTIFICATE_TROUBLE: { ...names, domain: 'toko.example.test', reason: 'the issuer asks for patience' },
  DOMAIN_ACTIVE: { ...names, domain: 'toko.example.test' },
  BACKUP_FAILED: { ...names, reason: 'the command wrote nothing', isFinal: false },
  RESTORE_DONE: {
    ...names,
    backupAt: '2026-02-11T17:30:00.000Z',
    undoUntil: '2026-02-18T17:30:00.000Z',
    problem: null,
  },
  UPDATE_OFFERED: { ...names, version: '2.1.0', current: '2.0.3', isSecurityRelease: true },
  UPDATE_DONE: { ...names, version: '2.1.0' },
  UPDATE_ROLLED_BACK: { ...names, version: '2.1.0', current: '2.0.3', reason: 'it did not answer in time' },
  INSTANCE_DELETED: { ...names, until: '2026-02-18T17:30:00.000Z', reason: null },
};

const cases = LOCALES.flatMap((locale) => NOTIFICATION_KINDS.map((kind) => ({ locale, kind })));

describe('every kind in every language', () => {
  it.each(cases)('$kind in $locale says the same on the page, as text and as HTML', ({ locale, kind }) => {
    const content = render(locale, kind, samples[kind]);
    const mail = composeMail(locale, content, 'https://console.example.test/wallet');
    for (const paragraph of content.mail.paragraphs) {
      expect(mail.text).toContain(paragraph);
      expect(mail.html).toContain(escapeHtml(paragraph));
    }
    expect(mail.html).toContain('href="https://console.example.test/wallet"');
    expect(mail.text).toContain('https://console.example.test/wallet');
    for (const text of [content.title, content.body, mail.subject, mail.text, mail.html])
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it.each(LOCALES)('names each amount as money in %s', (locale) => {
    const failed = render(locale, 'INSTANCE_FAILED', samples.INSTANCE_FAILED);
    expect(failed.body).toContain('Rp75.000');
    expect(failed.mail.paragraphs.join()).toContain('Rp75.000');
    const received = render(locale, 'TOP_UP_RECEIVED', samples.TOP_UP_RECEIVED);
    expect(received.title).toContain('Rp100.000');
    expect(received.body).toContain('Rp135.000');
  });

  it.each(LOCALES)(
    'says in %s what was taken back, what is owed since, and what a top-up paid of it',
    (locale) => {
      const { TOP_UP_REVERSED: reversed, TOP_UP_RECEIVED: received } = samples;
      const owed = render(locale, 'TOP_UP_REVERSED', reversed);
      expect(owed.mail.paragraphs.join()).toContain('Rp40.000');
      for (const text of [owed.body, owed.mail.paragraphs.join()]) expect(text).toContain('Rp60.000');
      const covered = render(locale, 'TOP_UP_REVERSED', { ...reversed, taken: 100_000, owed: 0 });
      expect(covered.body + covered.mail.paragraphs.join()).not.toContain('Rp0');
      const twice = render(locale, 'TOP_UP_REVERSED', { ...reversed, excess: 70_000 });
      expect(twice.mail.paragraphs.join()).toContain('Rp70.000');
      const left = render(locale, 'DEBT_PAID', { amount: 30_000, left: 5_000 });
      for (const text of [left.body, left.mail.paragraphs.join()]) expect(text).toContain('Rp5.000');
      expect(render(locale, 'DEBT_PAID', samples.DEBT_PAID).body).not.toContain('Rp0');
      const paid = render(locale, 'TOP_UP_RECEIVED', { ...received, debtPaid: 60_000 });
      for (const text of [paid.body, paid.mail.paragraphs.join()]) expect(text).toContain('Rp60.000');
      expect(render(locale, 'TOP_UP_RECEIVED', received).body).not.toContain('Rp0');
    },
  );

  it.each(LOCALES)('passes on in %s what an administrator wrote about a proof', (locale) => {
    const data = { amount: 100_000, reason: 'REJECTED', note: 'the picture shows another amount' } as const;
    const { body, mail } = render(locale, 'TOP_UP_FAILED', data);
    for (const text of [body, mail.paragraphs.join()]) expect(text).toContain(data.note);
  });

  it.each(LOCALES)('says in %s when it stops in Jakarta, and what is missing', (locale) => {
    const { title, mail } = render(locale, 'PAYMENT_DUE', samples.PAYMENT_DUE);
    for (const text of [title, mail.subject, mail.paragraphs.join()]) {
      expect(text).toContain('12 Feb 2026');
      expect(text).toContain('Rp35.000');
    }
    expect(mail.paragraphs.join()).toMatch(/00[.:]30 WIB/);
    expect(mail.action).toContain('Rp35.000');
  });

  it.each(LOCALES)('tells added from taken credit in %s', (locale) => {
    const taken = render(locale, 'CREDIT_ADJUSTED', samples.CREDIT_ADJUSTED);
    const added = render(locale, 'CREDIT_ADJUSTED', { ...samples.CREDIT_ADJUSTED, amount: 10_000 });
    expect(added.title).toContain('Rp10.000');
    expect(taken.title).toContain('Rp10.000');
    expect(taken.title).not.toBe(added.title);
  });

  it.each(LOCALES)('promises no money back in %s where none was taken', (locale) => {
    for (const problemCode of INSTANCE_PROBLEMS) {
      const data = { ...samples.INSTANCE_FAILED, problemCode, refunded: null };
      const { body, mail } = render(locale, 'INSTANCE_FAILED', data);
      expect(body + mail.subject + mail.paragraphs.join()).not.toMatch(/Rp|kembali ke dompet|money is back/);
    }
  });

  it.each(LOCALES)(
    'tells a restore that failed, and a deletion that is final, from their opposites in %s',
    (locale) => {
      const failed = { ...samples.RESTORE_DONE, problem: 'the archive is damaged' };
      expect(render(locale, 'RESTORE_DONE', failed).mail.paragraphs.join()).toContain(failed.problem);
      expect(render(locale, 'RESTORE_DONE', samples.RESTORE_DONE).mail.paragraphs.join()).toContain(
        '19 Feb 2026',
      );
      const until = /19 Feb 2026/;
      const gone = { ...samples.INSTANCE_DELETED, until: null, reason: 'It sent spam' };
      expect(render(locale, 'INSTANCE_DELETED', samples.INSTANCE_DELETED).title).toMatch(until);
      expect(render(locale, 'INSTANCE_DELETED', gone).title).not.toMatch(until);
      expect(render(locale, 'INSTANCE_DELETED', gone).body).toContain('It sent spam');
    },
  );
});

describe('a mail', () => {
  it('shows hostile names as text, and keeps headers on one line', () => {
    const name = `<img src=x onerror="alert(1)">'&\r\nBcc: everybody@example.test`;
    const running = render('en', 'INSTANCE_RUNNING', { ...samples.INSTANCE_RUNNING, instanceName: name });
    const mail = composeMail('en', running, 'https://x.test/?a="><script>');
    expect(mail.html).not.toMatch(/<img|<script/);
    expect(mail.html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;');
    expect(mail.subject).not.toMatch(/[\r\n]/);
  });

  it.each(LOCALES)('to an address that is not verified says nothing that a stranger typed (%s)', (locale) => {
    const older = { name: 'Selamat! Klaim: https://evil.example' };
    const mail = composeMail(locale, render(locale, 'WELCOME', older), null);
    expect(JSON.stringify(mail)).not.toContain('evil.example');
  });

  it('has no button when there is nowhere to go', () => {
    const mail = composeMail('id', render('id', 'WELCOME', samples.WELCOME), null);
    expect(mail.html).not.toContain('href=');
    expect(mail.text).not.toContain('Lihat katalog');
  });
});

it('gives a mail up after hours, not minutes and not days', () => {
  const pauses = Array.from({ length: GIVEN_UP_AFTER - 1 }, (_, index) => pauseAfter(index + 1));
  const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(4);
  expect(hours).toBeLessThan(5);
});
