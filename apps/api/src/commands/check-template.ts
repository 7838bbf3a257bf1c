import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { categorySlugs } from '@minispod/database/seed/catalog';
import { parseServiceTemplate, ServiceTemplateError } from '@minispod/database/service-template-file';
import type { DataSource } from 'typeorm';

interface TemplateCheck {
  file: string;
  /** `slug version`; null when it has mistakes. */
  template: string | null;
  /** Each as `file:line field: what is wrong`. */
  findings: string[];
}

/** Judges one template file as the seed would; changes nothing. Throws the file system's error when it cannot be read. */
export async function checkTemplate(dataSource: DataSource, file: string): Promise<TemplateCheck> {
  const text = await readFile(file, 'utf8');
  try {
    const { slug, version } = parseServiceTemplate(
      text,
      basename(file),
      await categorySlugs(dataSource.manager),
    );
    return { file, template: `${slug} ${version}`, findings: [] };
  } catch (error) {
    if (!(error instanceof ServiceTemplateError)) throw error;
    return { file, template: null, findings: error.message.split('\n') };
  }
}

/** The findings, one a line, for a person. */
export function describeTemplateCheck({ template, findings }: TemplateCheck): string {
  if (template !== null) return `template\n  ${template}: fit to be offered\n`;
  return `template\n${findings.map((finding) => `  ✖ ${finding}\n`).join('')}`;
}
