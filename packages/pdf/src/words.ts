import type { Locale } from '@minispod/contracts/shared';

interface Words {
  INVOICE: string;
  CREDIT_NOTE: string;
  issued: string;
  /** What the money pays for, in days. */
  period: string;
  corrects: string;
  from: string;
  to: string;
  taxId: string;
  item: string;
  quantity: string;
  price: string;
  amount: string;
  subtotal: string;
  discount: string;
  total: string;
  credited: string;
  /** Both amounts as they are printed. */
  includes(rate: number, base: string, tax: string): string;
  paid: string;
  returned: string;
  page(page: number, pages: number): string;
}

export const words: Record<Locale, Words> = {
  en: {
    INVOICE: 'Invoice',
    CREDIT_NOTE: 'Credit note',
    issued: 'Issued',
    period: 'Period',
    corrects: 'Corrects invoice',
    from: 'From',
    to: 'To',
    taxId: 'Tax ID (NPWP)',
    item: 'Item',
    quantity: 'Quantity',
    price: 'Price',
    amount: 'Amount',
    subtotal: 'Subtotal',
    discount: 'Discount',
    total: 'Total',
    credited: 'Credited',
    includes: (rate, base, tax) => `includes PPN ${rate}%: ${base} + ${tax}`,
    paid: 'Paid in full from the wallet.',
    returned: 'Returned in full to the wallet.',
    page: (page, pages) => `Page ${page} of ${pages}`,
  },
  id: {
    INVOICE: 'Faktur',
    CREDIT_NOTE: 'Nota kredit',
    issued: 'Tanggal terbit',
    period: 'Masa layanan',
    corrects: 'Koreksi atas faktur',
    from: 'Dari',
    to: 'Kepada',
    taxId: 'NPWP',
    item: 'Uraian',
    quantity: 'Jumlah',
    price: 'Harga satuan',
    amount: 'Total',
    subtotal: 'Subtotal',
    discount: 'Potongan',
    total: 'Total',
    credited: 'Dikembalikan',
    includes: (rate, base, tax) => `termasuk PPN ${rate}%: ${base} + ${tax}`,
    paid: 'Lunas, dibayar dari dompet.',
    returned: 'Sudah dikembalikan seluruhnya ke dompet.',
    page: (page, pages) => `Halaman ${page} dari ${pages}`,
  },
};
