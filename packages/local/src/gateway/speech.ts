export type Lang = 'en' | 'id';
export type Say<Key extends string> = (key: Key, values?: Readonly<Record<string, string>>) => string;

/** The language of a page and its words. */
export interface Speech<Key extends string> {
  lang: Lang;
  say: Say<Key>;
}

/** `?lang` wins over the browser's first language that we speak. */
export function chooseLang(asked: string | undefined, acceptLanguage: string | undefined): Lang {
  if (asked === 'en' || asked === 'id') return asked;
  const spoken = (acceptLanguage ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return spoken.find((code): code is Lang => code === 'en' || code === 'id') ?? 'en';
}

/** Says these texts, with `{names}` in them replaced, in the reader's language. */
export function speaker<Key extends string>(texts: Readonly<Record<Lang, Readonly<Record<Key, string>>>>) {
  return (asked: string | undefined, acceptLanguage: string | undefined): Speech<Key> => {
    const lang = chooseLang(asked, acceptLanguage);
    return {
      lang,
      say: (key, values = {}) =>
        texts[lang][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
    };
  };
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
