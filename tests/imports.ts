import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface SourceFile {
  /** From the project's folder: `apps/api/src/main.ts`. */
  path: string;
  text: string;
  imports: Import[];
}

export interface Import {
  /** A source file of ours without its ending, from the project's folder; else the name of a package or `node:fs`. */
  target: string;
  /** Gone when compiled. */
  isType: boolean;
}

/** Every source file of apps and packages, tests included. */
export function readSources(): SourceFile[] {
  return ['apps', 'packages'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) =>
      readdirSync(join(root, folder, name, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => readSource(join(folder, name, 'src', file))),
    ),
  );
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const { module } = parseSync(path, text);
  const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  const isType = (statement: { start: number; end: number }) => /^(import|export) type\b/.test(at(statement));
  const found = [
    ...module.staticImports.map((each) => ({ request: each.moduleRequest.value, isType: isType(each) })),
    ...module.staticExports.flatMap((each) =>
      each.entries.flatMap(({ moduleRequest }) =>
        moduleRequest ? [{ request: moduleRequest.value, isType: isType(each) }] : [],
      ),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const literal = /^['"](.*)['"]$/.exec(at(moduleRequest))?.[1];
      return literal === undefined ? [] : [{ request: literal, isType: false }];
    }),
  ];
  const imports = found.map(({ request, isType }) => ({ target: resolve(request, path), isType }));
  return { path, text, imports };
}

function resolve(request: string, from: string): string {
  if (request.startsWith('.')) return withoutEnding(normalize(join(dirname(from), request)));
  const [, name, file] = /^@minispod\/([^/]+)\/(.+)$/.exec(request) ?? [];
  if (name === undefined) return request.startsWith('node:') ? request : packageName(request);
  return name === 'api' ? `apps/api/src/${file}/index` : `packages/${name}/src/${file}`;
}

/** `@scope/name/file` → `@scope/name`. */
const packageName = (request: string) =>
  request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');

export const withoutEnding = (path: string) =>
  ['.js', '.ts', '.tsx'].includes(extname(path)) ? path.slice(0, -extname(path).length) : path;

/** The first way round that is found in a graph, from a node to itself; null when there is none. */
export function findCycle(graph: Map<string, Iterable<string>>): string[] | null {
  const done = new Set<string>();
  const visit = (node: string, way: string[]): string[] | null => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...way, node]);
      if (cycle) return cycle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle) return cycle;
  }
  return null;
}
