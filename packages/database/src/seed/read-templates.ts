import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceTemplate } from '@minispod/contracts/service-template';
import { parseServiceTemplate, ServiceTemplateError } from '../service-template-file.js';

const SHIPPED = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * The shipped templates and those of the operator's directory, in the order of their files' names. Where both have a
 * slug, the operator's is meant. `categories` are those there are. Throws ServiceTemplateError with every mistake of
 * every file, and the file system's error when the directory cannot be read.
 */
export async function readTemplates(
  categories: readonly string[],
  operatorsDirectory?: string,
): Promise<ServiceTemplate[]> {
  const shipped = await readDirectory(SHIPPED, categories);
  const own = operatorsDirectory ? await readDirectory(operatorsDirectory, categories) : [];
  const replaced = new Set(own.map(({ slug }) => slug));
  return [...shipped.filter(({ slug }) => !replaced.has(slug)), ...own];
}

async function readDirectory(directory: string, categories: readonly string[]): Promise<ServiceTemplate[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  const files = new Map<string, string>();
  const templates: ServiceTemplate[] = [];
  const mistakes: string[] = [];
  for (const name of names) {
    try {
      const text = await readFile(join(directory, name), 'utf8');
      const template = parseServiceTemplate(text, name, categories);
      const same = files.get(template.slug);
      if (same) throw new ServiceTemplateError(`${name} slug: ${same} has "${template.slug}" already`);
      files.set(template.slug, name);
      templates.push(template);
    } catch (error) {
      if (!(error instanceof ServiceTemplateError)) throw error;
      mistakes.push(error.message);
    }
  }
  if (mistakes.length > 0) throw new ServiceTemplateError(mistakes.join('\n'));
  return templates;
}
