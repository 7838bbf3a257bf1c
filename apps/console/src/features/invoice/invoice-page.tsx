import { Button, Group, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import type { InvoiceView } from '@minispod/contracts/invoice';
import { formatRupiah } from '@minispod/contracts/rupiah';
import { IconDownload, IconFileTypePdf, IconMail } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../app/trpc.js';
import { useFormat } from '../../format/use-format.js';
import { Facts } from '../../ui/facts.js';
import { ButtonLink } from '../../ui/links.js';
import { Money } from '../../ui/money.js';
import { Page } from '../../ui/page.js';
import { Panel } from '../../ui/panel.js';
import { ProblemPanel } from '../../ui/problem-panel.js';
import { QueryView } from '../../ui/query-view.js';

const route = getRouteApi('/account/invoices/$id');

export function InvoicePage() {
  const { id } = route.useParams();
  const invoice = useQuery(trpc.invoices.get.queryOptions({ id }));
  return (
    <QueryView query={invoice} skeleton={<InvoiceSkeleton />}>
      {(data) => <Invoice invoice={data} />}
    </QueryView>
  );
}

/** A period ends where the next begins. */
function lastMoment({ endsAt }: NonNullable<InvoiceView['period']>): string {
  return new Date(Date.parse(endsAt) - 1).toISOString();
}

function Invoice({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, number, issuedAt, correctsNumber, period, buyer, orderId } = invoice;
  return (
    <Page
      title={`${t(`invoice.kind.${kind}`)} ${number}`}
      text={
        <>
          {t('invoice.issued', { date: format.date(issuedAt) })}
          {period &&
            ` · ${t('invoice.period', { from: format.date(period.startsAt), to: format.date(lastMoment(period)) })}`}
          {correctsNumber && ` · ${t('invoice.corrects', { number: correctsNumber })}`}
        </>
      }
      above={[{ label: t('invoice.title'), to: '/invoices' }]}
      actions={
        <ButtonLink to="/orders/$id" params={{ id: orderId }} variant="default">
          {t('invoice.order')}
        </ButtonLink>
      }
    >
      <Documents invoice={invoice} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" style={{ alignItems: 'start' }}>
        <Lines invoice={invoice} />
        <Panel title={t('invoice.buyer')}>
          <Text fw={500}>{buyer.name}</Text>
          <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {buyer.email}
          </Text>
        </Panel>
      </SimpleGrid>
    </Page>
  );
}

/** The paper: opened, kept, or mailed. */
function Documents({ invoice: { id, number } }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  const send = useMutation(trpc.invoices.send.mutationOptions());
  const pdf = `/api/user/invoices/${id}/pdf`;
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button
          component="a"
          href={pdf}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconFileTypePdf size={18} aria-hidden />}
          aria-label={`${t('invoice.open')}, ${t('common.newTab')}`}
        >
          {t('invoice.open')}
        </Button>
        <Button
          component="a"
          href={pdf}
          download={`${number.replaceAll('/', '-')}.pdf`}
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('invoice.download')}
        </Button>
        <Button
          variant="default"
          loading={send.isPending}
          onClick={() => send.mutate({ id })}
          leftSection={<IconMail size={18} aria-hidden />}
        >
          {t('invoice.send')}
        </Button>
        <span role="status">{send.data && t('invoice.sent', { email: send.data.sentTo })}</span>
      </Group>
      {send.error && <ProblemPanel error={send.error} />}
    </Stack>
  );
}

function Lines({ invoice }: { invoice: InvoiceView }) {
  const { t } = useTranslation();
  const { lines, subtotal, discount, total, tax, taxRate, taxBase } = invoice;
  const sums: [string, number][] = [];
  if (discount > 0) sums.push([t('invoice.subtotal'), subtotal], [t('invoice.discount'), -discount]);
  return (
    <Panel title={t('invoice.lines')}>
      <ul className="rows">
        {lines.map((line) => (
          <Group component="li" key={line.description} justify="space-between" wrap="nowrap" gap="md" py={10}>
            <div style={{ minWidth: 0 }}>
              <Text fw={500}>{line.description}</Text>
              {line.quantity !== 1 && (
                <Text size="sm" c="dimmed" className="figures">
                  {`${line.quantity} × ${formatRupiah(line.unitPrice)}`}
                </Text>
              )}
            </div>
            <Text fw={500}>
              <Money amount={line.amount} />
            </Text>
          </Group>
        ))}
      </ul>
      <Facts
        rows={[
          ...sums.map(([label, amount]) => [label, <Money key={label} amount={amount} />] as const),
          [
            t('invoice.total'),
            <strong key="total">
              <Money amount={total} />
            </strong>,
          ],
          [t('invoice.taxBase'), <Money key="base" amount={taxBase} />],
          [t('invoice.tax', { rate: taxRate }), <Money key="tax" amount={tax} />],
        ]}
      />
    </Panel>
  );
}

function InvoiceSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton h={64} w="50%" />
      <Skeleton h={42} w={360} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Skeleton h={280} radius="lg" />
        <Skeleton h={120} radius="lg" />
      </SimpleGrid>
    </Stack>
  );
}
