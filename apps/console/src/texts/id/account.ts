import type * as en from '../en/account.js';
import type { Counterpart } from '../same-keys.js';

export const account: Counterpart<typeof en.account> = {
  logInTitle: 'Selamat datang kembali',
  logInText: 'Masuk untuk melihat apa yang berjalan dan apa yang akan ditagih.',
  registerTitle: 'Buat akun Anda',
  registerText: 'Tanpa biaya; Anda hanya membayar yang Anda jalankan.',
  continuePlan: 'Setelah ini Anda kembali ke paket yang tadi dipilih.',
  name: 'Nama',
  email: 'Email',
  password: 'Kata sandi',
  phone: 'Nomor ponsel',
  phoneHint: 'Misalnya 0812 3456 7890',
  showPassword: 'Tampilkan atau sembunyikan kata sandi',
  passwordRule: 'Minimal 10 karakter',
  passwordMore_other: 'Minimal 10 karakter: kurang {{count}} lagi',
  passwordGood: 'Minimal 10 karakter: sudah cukup',
  logIn: 'Masuk',
  register: 'Buat akun',
  noAccount: 'Belum punya akun?',
  haveAccount: 'Sudah punya akun?',
  wrong: 'Email atau kata sandi tidak cocok. Silakan periksa keduanya dan coba lagi.',
  taken: 'Sudah ada akun dengan email ini. Masuk saja?',
  phoneTaken: 'Nomor ini sudah dipakai akun lain.',
  passwordWeak:
    'Kata sandi ini mudah ditebak: banyak dipakai orang, atau tersusun dari nama, email, atau nomor Anda. Silakan pilih yang lain.',
  tooMany_other:
    'Terlalu banyak percobaan yang salah. Tunggu {{count}} menit, lalu coba lagi. Tidak ada yang berubah pada akun Anda. Di peramban yang pernah Anda pakai untuk masuk, Anda bisa langsung masuk.',
  check: {
    name: 'Silakan isi nama Anda.',
    nameOdd: 'Satu baris, paling banyak 100 karakter, tanpa tautan dan tanpa karakter yang tidak terlihat.',
    email: 'Alamat email belum lengkap. Contoh: nama@toko.id',
    password: 'Minimal 10 karakter.',
    passwordMissing: 'Silakan isi kata sandi Anda.',
    phone: 'Nomor ponsel belum benar. Contoh: 0812 3456 7890',
  },
  picture: {
    choose: 'Pilih foto',
    remove: 'Hapus foto',
    text: 'Terlihat oleh Anda dan administrator kami. Tanpa foto, inisial Anda yang tampil.',
    wrong: 'Ini bukan gambar yang dapat ditampilkan. Pilih JPEG, PNG, atau WebP. Tidak ada yang berubah.',
  },
  profile: 'Profil',
  profileText: 'Bagaimana kami menyapa Anda, dan dalam bahasa apa.',
  language: 'Bahasa',
  emailFixed: 'Email dipakai untuk masuk, jadi tidak diubah di sini.',
  memberSince: 'Pelanggan sejak {{date}}',
};
