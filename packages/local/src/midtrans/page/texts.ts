export type Lang = 'en' | 'id';

const en = {
  banner: 'Midtrans sandbox — no real money',
  title: 'Payment',
  payTo: 'Payment to',
  total: 'Total',
  order: 'Order',
  customer: 'Customer',
  payBefore: 'Pay before',
  timeLeft: 'Time left',
  choose: 'Choose how to pay',
  bankTransfer: 'Bank transfer',
  wallets: 'E-wallets and QR',
  cards: 'Card',
  cardMethod: 'Credit or debit card',
  qrisMethod: 'QRIS — any bank or wallet app',
  vaNumber: 'Virtual account number',
  billerCode: 'Biller code',
  billKey: 'Bill key',
  copy: 'Copy',
  copied: 'Copied',
  vaHelp: 'At a real bank you would transfer to this number by ATM, mobile or internet banking.',
  billHelp: 'At Mandiri you would choose Bill payment and enter both numbers.',
  walletHelp: 'Here the wallet app would open and ask you to confirm.',
  qrHelp: 'A real code would be scanned with any bank or wallet app.',
  notPayable: 'Sandbox code — cannot be paid',
  pay: 'Pay {amount}',
  payHint: 'Simulates the payment. Nothing is charged.',
  decline: 'Let the payment fail',
  cancel: 'Cancel payment',
  cardNumber: 'Card number',
  cardExpiry: 'Expiry (MM/YY)',
  cardCvv: 'CVV',
  cardInvalid: 'That is not one of the test cards. Choose one from the list below.',
  expiryInvalid: 'Enter a date in the future, such as 12/30.',
  cvvInvalid: 'Enter three digits, such as 123.',
  testCards: 'Test cards',
  testCardsHint: 'Any future expiry, CVV 123.',
  accept: 'accepted',
  deny: 'refused by the bank',
  'fraud-deny': 'refused as fraud',
  challenge: 'held for review',
  'accept-later': 'accepted after a minute',
  otpTitle: 'Confirm with your bank',
  otp: 'One-time password',
  otpHint: 'The test password is 112233.',
  otpWrong: 'That password is not right. The test password is 112233.',
  confirm: 'Confirm payment',
  otherMethod: 'Choose another method',
  paid: 'Payment successful',
  paidText: '{merchant} has been told. You can go back now.',
  review: 'Payment under review',
  reviewText: 'The card was accepted, but the payment is held for a fraud check.',
  processing: 'Waiting for the bank',
  processingText: 'This page moves on by itself when the bank has answered.',
  denied: 'Payment refused',
  deniedText: 'Nothing was charged. Go back to try again.',
  cancelled: 'Payment cancelled',
  cancelledText: 'Nothing was charged.',
  expired: 'Time is up',
  expiredText: 'This payment was not made in time. Go back to start a new one.',
  returned: 'Payment returned',
  returnedText: 'The money went back to where it came from.',
  back: 'Back to {merchant}',
  backSoon: 'You will be taken back in {seconds} seconds.',
  gone: 'This payment page does not exist',
  goneText: 'It was replaced by a newer one, or never existed. Go back and start again.',
  method: 'Paid with',
};

export type TextKey = keyof typeof en;

const id: Record<TextKey, string> = {
  banner: 'Sandbox Midtrans — bukan uang sungguhan',
  title: 'Pembayaran',
  payTo: 'Pembayaran kepada',
  total: 'Total',
  order: 'Pesanan',
  customer: 'Pelanggan',
  payBefore: 'Bayar sebelum',
  timeLeft: 'Sisa waktu',
  choose: 'Pilih cara pembayaran',
  bankTransfer: 'Transfer bank',
  wallets: 'E-wallet dan QR',
  cards: 'Kartu',
  cardMethod: 'Kartu kredit atau debit',
  qrisMethod: 'QRIS — semua aplikasi bank dan e-wallet',
  vaNumber: 'Nomor virtual account',
  billerCode: 'Kode perusahaan',
  billKey: 'Kode bayar',
  copy: 'Salin',
  copied: 'Tersalin',
  vaHelp: 'Di bank sungguhan Anda mentransfer ke nomor ini lewat ATM, mobile, atau internet banking.',
  billHelp: 'Di Mandiri Anda memilih Bayar tagihan lalu mengisi kedua nomor ini.',
  walletHelp: 'Di sini aplikasi e-wallet akan terbuka dan meminta konfirmasi Anda.',
  qrHelp: 'Kode sungguhan dipindai dengan aplikasi bank atau e-wallet apa pun.',
  notPayable: 'Kode sandbox — tidak dapat dibayar',
  pay: 'Bayar {amount}',
  payHint: 'Menyimulasikan pembayaran. Tidak ada uang yang ditarik.',
  decline: 'Gagalkan pembayaran',
  cancel: 'Batalkan pembayaran',
  cardNumber: 'Nomor kartu',
  cardExpiry: 'Masa berlaku (BB/TT)',
  cardCvv: 'CVV',
  cardInvalid: 'Itu bukan salah satu kartu uji. Pilih salah satu dari daftar di bawah.',
  expiryInvalid: 'Isi tanggal yang akan datang, misalnya 12/30.',
  cvvInvalid: 'Isi tiga angka, misalnya 123.',
  testCards: 'Kartu uji',
  testCardsHint: 'Masa berlaku apa pun di masa depan, CVV 123.',
  accept: 'diterima',
  deny: 'ditolak bank',
  'fraud-deny': 'ditolak karena penipuan',
  challenge: 'ditahan untuk ditinjau',
  'accept-later': 'diterima setelah satu menit',
  otpTitle: 'Konfirmasi dengan bank Anda',
  otp: 'Kata sandi sekali pakai',
  otpHint: 'Kata sandi ujinya 112233.',
  otpWrong: 'Kata sandi itu salah. Kata sandi ujinya 112233.',
  confirm: 'Konfirmasi pembayaran',
  otherMethod: 'Pilih cara lain',
  paid: 'Pembayaran berhasil',
  paidText: '{merchant} sudah diberi tahu. Anda bisa kembali sekarang.',
  review: 'Pembayaran ditinjau',
  reviewText: 'Kartu diterima, tetapi pembayaran ditahan untuk pemeriksaan penipuan.',
  processing: 'Menunggu bank',
  processingText: 'Halaman ini berlanjut sendiri setelah bank menjawab.',
  denied: 'Pembayaran ditolak',
  deniedText: 'Tidak ada uang yang ditarik. Kembali untuk mencoba lagi.',
  cancelled: 'Pembayaran dibatalkan',
  cancelledText: 'Tidak ada uang yang ditarik.',
  expired: 'Waktu habis',
  expiredText: 'Pembayaran ini tidak dilakukan tepat waktu. Kembali untuk memulai yang baru.',
  returned: 'Pembayaran dikembalikan',
  returnedText: 'Uang telah kembali ke asalnya.',
  back: 'Kembali ke {merchant}',
  backSoon: 'Anda akan dibawa kembali dalam {seconds} detik.',
  gone: 'Halaman pembayaran ini tidak ada',
  goneText: 'Halaman ini sudah diganti yang baru, atau tidak pernah ada. Kembali dan mulai lagi.',
  method: 'Dibayar dengan',
};

const TEXTS = { en, id };

export type Say = (key: TextKey, values?: Readonly<Record<string, string>>) => string;

export function textsFor(lang: Lang): Say {
  return (key, values = {}) =>
    TEXTS[lang][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** `?lang` wins over the browser's first language that we speak. */
export function chooseLang(asked: string | undefined, acceptLanguage: string | undefined): Lang {
  if (asked === 'en' || asked === 'id') return asked;
  const spoken = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return spoken.find((code): code is Lang => code === 'en' || code === 'id') ?? 'en';
}

/** `Rp100.000`, the official spelling. */
export function formatRupiah(amount: number): string {
  return `Rp${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}`;
}

/** `31 Jan 2026, 18:00 WIB` */
export function formatDeadline(at: Date, lang: Lang): string {
  const options = { timeZone: 'Asia/Jakarta', dateStyle: 'medium', timeStyle: 'short' } as const;
  return `${new Intl.DateTimeFormat(lang === 'id' ? 'id-ID' : 'en-GB', options).format(at)} WIB`;
}
