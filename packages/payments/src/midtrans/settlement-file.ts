import type { SettlementFileProblem } from '@minispod/contracts/payments';
import { type Rupiah, rupiah } from '@minispod/contracts/rupiah';
import { type GatewaySettlement, SettlementFileError } from '@minispod/domain/ports/payment-gateway';
import { CsvError, type Info, parse } from 'csv-parse/sync';

/**
 * Headers by which each column is known, best first; case, spaces and underscores do not count. Midtrans publishes no list
 * of them and its downloads differ by age and language, hence the synonyms.
 */
const COLUMNS = {
  orderId: ['order_id', 'order number', 'nomor pesanan'],
  transactionId: ['transaction_id', 'id transaksi'],
  kind: ['transaction_type', 'transaction_status', 'type', 'status', 'jenis transaksi'],
  gross: ['gross_amount', 'transaction_amount', 'amount', 'jumlah'],
  fee: ['total_fee', 'fee', 'transaction_fee', 'mdr_fee', 'mdr', 'biaya'],
  net: ['net_amount', 'nett_amount', 'settlement_amount', 'payout_amount', 'jumlah bersih'],
  settledAt: ['settlement_time', 'settlement_date', 'settled_at', 'payout_date', 'waktu settlement'],
} as const;
type Column = keyof typeof COLUMNS;
const OPTIONAL: readonly Column[] = ['transactionId', 'kind', 'net'];

const KINDS: ReadonlyMap<string, GatewaySettlement['kind']> = new Map([
  ['', 'PAYMENT'],
  ['payment', 'PAYMENT'],
  ['settlement', 'PAYMENT'],
  ['capture', 'PAYMENT'],
  ['refund', 'REFUND'],
  ['partialrefund', 'REFUND'],
  ['chargeback', 'CHARGEBACK'],
  ['partialchargeback', 'CHARGEBACK'],
]);

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Reads a settlement list of Midtrans: CSV, separated by commas or semicolons, a header first. Amounts are whole rupiah,
 * times are Jakarta's where no offset is written. Refunds and chargebacks come out negative, however they are written.
 * Throws SettlementFileError at the first thing that cannot be read, also where the last line may have been cut.
 */
export function parseSettlementFile(text: string): GatewaySettlement[] {
  const [header, ...rows] = readRows(text);
  if (!header) throw new SettlementFileError(1, null, 'EMPTY', 'the file is empty');
  const names = header.record;
  const places = findColumns(names);
  refuseCut(text, rows, places);
  return rows.map(({ record, info }) => {
    const cell: Cell = (column, read) => {
      const place = places[column];
      const value = read(place === undefined ? '' : (record[place]?.trim() ?? ''));
      if (value !== undefined) return value;
      throw new SettlementFileError(
        info.lines,
        place === undefined ? column : (names[place] ?? column),
        ...WANTED[column],
      );
    };
    return readLine(cell, places.net !== undefined);
  });
}

type Cell = <T>(column: Column, read: (text: string) => T | undefined) => T;

const WANTED: Readonly<Record<Column, readonly [SettlementFileProblem, string]>> = {
  orderId: ['ORDER', 'an order is missing'],
  transactionId: ['TRANSACTION', 'no transaction'],
  kind: ['KIND', 'payment, settlement, refund or chargeback expected'],
  gross: ['AMOUNT', 'an amount in whole rupiah expected'],
  fee: ['FEE', 'a fee in whole rupiah expected, not below zero'],
  net: ['NET', 'it is not the amount less the fee'],
  settledAt: ['TIME', 'a time of this century like 2026-01-31 18:00:00 expected'],
};

function readLine(cell: Cell, hasNet: boolean): GatewaySettlement {
  const kind = cell('kind', (text) => KINDS.get(plain(text)));
  const size = cell('gross', wholeRupiah);
  const gross = rupiah(kind === 'PAYMENT' ? size : -Math.abs(size));
  const fee = cell('fee', (text) => (text === '' ? rupiah(0) : positive(wholeRupiah(text))));
  const net = rupiah(gross - fee);
  if (hasNet)
    cell('net', (text) => (Math.abs(wholeRupiah(text) ?? Number.NaN) === Math.abs(net) ? net : undefined));
  return {
    kind,
    orderId: cell('orderId', (text) => text || undefined),
    gatewayTransactionId: cell('transactionId', (text) => text || null),
    gross,
    fee,
    net,
    settledAt: cell('settledAt', jakartaTime),
  };
}

interface Row {
  record: string[];
  info: Info;
}

function readRows(text: string): Row[] {
  refuseControls(text);
  try {
    const rows = parse(text, {
      bom: true,
      info: true,
      delimiter: text.split('\n', 1)[0]?.includes(';') ? ';' : ',',
      skip_empty_lines: true,
    }) as unknown as Row[];
    return rows;
  } catch (error) {
    if (error instanceof CsvError)
      throw new SettlementFileError(
        Number(error.lines ?? 1),
        null,
        'UNEVEN',
        'the line has more or fewer columns than the header, or a quote that does not end',
      );
    throw error;
  }
}

/** No text has NUL or other control characters in it, and the database takes none: most such files are UTF-16. */
function refuseControls(text: string): void {
  const found = text.search(/[^\P{Cc}\t\r\n]/u);
  if (found < 0) return;
  const line = text.slice(0, found).split('\n').length;
  throw new SettlementFileError(
    line,
    null,
    'CHARACTERS',
    'a character that no text has: save it as CSV in UTF-8',
  );
}

/**
 * Many programs leave out the end of the last line, and a file that was cut lacks it too. It is taken as whole when its last
 * cell would show a cut: one in quotes, one we do not read, one that another column proves, a time as long as the others.
 */
function refuseCut(text: string, rows: readonly Row[], places: Partial<Record<Column, number>>): void {
  const last = rows.at(-1);
  if (!last || /[\n"]$/.test(text)) return;
  const place = last.record.length - 1;
  const cell = last.record[place] ?? '';
  const isAmount = place === places.gross || place === places.fee || place === places.net;
  const isRead = Object.values(places).includes(place);
  const length = rows.at(-2)?.record[place]?.length ?? cell.length;
  const isWhole = isAmount ? places.net !== undefined : !isRead || (cell !== '' && cell.length === length);
  if (isWhole) return;
  throw new SettlementFileError(last.info.lines, null, 'CUT', 'the file may end in the middle of a line');
}

function findColumns(names: readonly string[]): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  const known = names.map(plain);
  for (const [column, headers] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const header = headers.find((one) => known.includes(plain(one)));
    if (header === undefined) {
      if (OPTIONAL.includes(column)) continue;
      throw new SettlementFileError(1, headers[0] ?? column, 'NO_COLUMN', 'there is no such column');
    }
    if (known.filter((one) => one === plain(header)).length > 1)
      throw new SettlementFileError(1, header, 'TWO_COLUMNS', 'there is more than one such column');
    found[column] = known.indexOf(plain(header));
  }
  return found;
}

/** `50000`, `50000.00`, `50,000.00`, `50.000,00`, each also below zero and after `Rp`. */
function wholeRupiah(text: string): Rupiah | undefined {
  const [, sign, digits] =
    /^(-?)(?:(?:Rp|IDR)\s?)?(\d{1,15}|\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?:\.\d{3}){1,4})(?:[.,]00?)?$/i.exec(
      text,
    ) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits.replace(/[.,]/g, ''));
  return rupiah(sign && amount ? -amount : amount);
}

const positive = (amount: Rupiah | undefined) => (amount !== undefined && amount >= 0 ? amount : undefined);

function jakartaTime(text: string): Date | undefined {
  const [, day, time, offset = '+07:00'] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?: ?(Z|[+-]\d{2}:?\d{2}))?$/.exec(text) ?? [];
  // A day that no month has would be read as one of the next month.
  if (!day?.startsWith('20') || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return undefined;
  const at = new Date(`${day}T${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
