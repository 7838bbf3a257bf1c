import type { ObjectMeta } from './object.js';
import { parseQuantity } from './quantity.js';

/** One thing wrong with a field, worded as the API server's `field.Error` prints it. */
export interface FieldError {
  field: string;
  reason: 'FieldValueInvalid' | 'FieldValueRequired' | 'FieldValueForbidden' | 'FieldValueNotSupported';
  message: string;
}

const LABEL_KEY = /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

export function wrong(field: string, value: unknown, why: string): FieldError {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}` };
}
export function required(field: string, why = ''): FieldError {
  return { field, reason: 'FieldValueRequired', message: `Required value${why && `: ${why}`}` };
}
export function disallowed(field: string, why: string): FieldError {
  return { field, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` };
}
export function unsupported(field: string, value: unknown, known: readonly string[]): FieldError {
  const listed = known.map((each) => JSON.stringify(each)).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${listed}`,
  };
}

export function labelErrors(labels: ObjectMeta['labels'], field: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...(LABEL_KEY.test(key)
      ? []
      : [
          wrong(
            field,
            key,
            "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          ),
        ]),
    ...(LABEL_VALUE.test(String(value))
      ? []
      : [
          wrong(
            field,
            value,
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character; must be no more than 63 characters",
          ),
        ]),
  ]);
}

export function quantityErrors(quantities: Record<string, string> | undefined, field: string): FieldError[] {
  return Object.entries(quantities ?? {}).flatMap(([name, quantity]) => {
    const value = parseQuantity(quantity);
    const at = `${field}[${name}]`;
    if (value === undefined)
      return [
        wrong(
          at,
          quantity,
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
      ];
    return value < 0 ? [wrong(at, quantity, 'must be greater than or equal to 0')] : [];
  });
}

export function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535;
}
