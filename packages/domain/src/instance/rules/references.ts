/** What `${…}` in a template may refer to. */
export interface ReferenceValues {
  instance: Record<string, string>;
  secret: Record<string, string>;
}

/** Replaces `${instance.x}` and `${secret.x}`; a reference to nothing is an error, never an empty string. */
export function resolveReferences(text: string, values: ReferenceValues): string {
  return text.replace(
    /\$\{(instance|secret)\.([A-Za-z0-9]+)\}/g,
    (reference, scope: keyof ReferenceValues, name: string) => {
      const value = values[scope][name];
      if (value === undefined) throw new Error(`unknown reference ${reference}`);
      return value;
    },
  );
}
