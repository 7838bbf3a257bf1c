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
  /** Images that are pinned by their tag alone: their registry may hand out something else under it. */
  byTagAlone: string[];
}

/** Judges one template file as the seed would; changes nothing. Throws the file system's error when it cannot be read. */
export async function checkTemplate(dataSource: DataSource, file: string): Promise<TemplateCheck> {
  const text = await readFile(file, 'utf8');
  try {
    const { slug, version, image, sidecars } = parseServiceTemplate(
      text,
      basename(file),
      await categorySlugs(dataSource.manager),
    );
    const images = [image, ...sidecars.map((sidecar) => sidecar.image)];
    const byTagAlone = images.filter((each) => !each.includes('@sha256:'));
    return { file, template: `${slug} ${version}`, findings: [], byTagAlone };
  } catch (error) {
    if (!(error instanceof ServiceTemplateError)) throw error;
    return { file, template: null, findings: error.message.split('\n'), byTagAlone: [] };
  }
}

/** The findings, one a line, for a person. */
export function describeTemplateCheck({ template, findings, byTagAlone }: TemplateCheck): string {
  if (template !== null) {
    const hints = byTagAlone.map(
      (image) => `  ⚠ ${image} is pinned by its tag alone: add its digest, @sha256:…\n`,
    );
    return `template\n  ${template}: fit to be offered\n${hints.join('')}`;
  }
  return `template\n${findings.map((finding) => `  ✖ ${finding}\n`).join('')}`;
}
