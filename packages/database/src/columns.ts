import { Column, type ValueTransformer } from 'typeorm';

/** PostgreSQL's bigint arrives as text; every one of ours fits a safe integer, and one that does not must not be used. */
export const wholeNumber: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | number | null) => {
    if (value === null) return null;
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`not a safe integer: ${value}`);
    return number;
  },
};

/** Whole rupiah, stored as bigint. */
export function Money({ nullable = false } = {}): PropertyDecorator {
  return Column({ type: 'bigint', nullable, transformer: wholeNumber });
}
