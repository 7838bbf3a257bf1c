import { type ServiceTemplate, ServiceTemplateSchema } from '@minispod/contracts/service-template';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { crossChecks, type Finding, type Path } from './service-template-checks.js';

/** Names every mistake of a template file as `file:line field: what is wrong`, one a line. */
export class ServiceTemplateError extends Error {
  override readonly name = 'ServiceTemplateError';
}

/**
 * Reads one service template and checks its shape, then what only shows when fields are seen together, and, given the
 * slugs of the categories there are, that its own is one of them.
 * Throws ServiceTemplateError.
 */
export function parseServiceTemplate(
  text: string,
  fileName: string,
  categories?: readonly string[],
): ServiceTemplate {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const described = document.errors.map((error) => {
      const [sentence] = error.message.split('\n');
      return `${fileName}:${lines.linePos(error.pos[0]).line} ${sentence}`;
    });
    throw new ServiceTemplateError(described.join('\n'));
  }
  const parsed = ServiceTemplateSchema.safeParse(document.toJS());
  const findings = parsed.success
    ? [...crossChecks(parsed.data), ...categoryFindings(parsed.data, categories)]
    : parsed.error.issues.flatMap(findingsOf);
  if (parsed.success && findings.length === 0) return parsed.data;
  const described = findings.map(({ path, message }) => {
    return `${fileName}:${lineOf(document, lines, path)} ${fieldName(path)}: ${message}`;
  });
  throw new ServiceTemplateError(described.join('\n'));
}

function categoryFindings({ category }: ServiceTemplate, categories?: readonly string[]): Finding[] {
  if (!categories || categories.includes(category)) return [];
  return [{ path: ['category'], message: `there is no "${category}" among ${categories.join(', ')}` }];
}

/** An unknown key is reported at the key, not at the object it stands in. */
function findingsOf(issue: z.core.$ZodIssue): Finding[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'unknown field' }));
}

/** The line of the field, or of the nearest thing around it that stands in the file. */
function lineOf(document: Document.Parsed, lines: LineCounter, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const key = parent.items.map((pair) => pair.key).find((item) => isScalar(item) && item.value === last);
    return isScalar(key) ? key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function fieldName(path: Path): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
