import { type Speech, speaker } from '../../gateway/speech.js';
import { SHEET_TEXTS, type SheetKey } from '../../gateway/texts.js';

const en = {
  banner: 'Tripay sandbox — no real money',
  storeHelp: 'At a real shop you would tell this code to the cashier.',
  payCode: 'Payment code',
};

type OwnKey = keyof typeof en;

const id: Record<OwnKey, string> = {
  banner: 'Sandbox Tripay — bukan uang sungguhan',
  storeHelp: 'Di toko sungguhan Anda menyebutkan kode ini kepada kasir.',
  payCode: 'Kode pembayaran',
};

export type TextKey = SheetKey | OwnKey;
export type Spoken = Speech<TextKey>;

export const speech = speaker<TextKey>({
  en: { ...SHEET_TEXTS.en, ...en },
  id: { ...SHEET_TEXTS.id, ...id },
});
