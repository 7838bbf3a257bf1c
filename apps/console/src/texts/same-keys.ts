/**
 * The Indonesian counterpart of an English text object: the same keys, except that Indonesian has no singular form
 * of its own (`…_one`).
 */
export type Counterpart<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Counterpart<T[K]>;
};
