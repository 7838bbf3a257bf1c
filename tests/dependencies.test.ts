import { expect, test } from 'vitest';
import { findCycle, type Import, readSources, type SourceFile, withoutEnding } from './imports.js';

interface Room {
  /** Which files; the first room that matches is theirs. */
  files: RegExp;
  /** Then they may not even import the rest of their own package. */
  isApart?: true;
  /** What they may import: files of ours by path, packages and `node:` modules by name. */
  may: RegExp[];
  /** What they may import as types alone. */
  types?: RegExp[];
  because: string;
}

/** Any package from the registry and any module of Node: package.json says which. */
const others = /^(?!apps\/|packages\/)/;
const anyPackage = /^packages\/(?!local\/|testing\/)/;

const rooms: Room[] = [
  {
    files: /^packages\/contracts\//,
    may: [/^zod$/, /^libphonenumber-js$/],
    because:
      'the console carries it into browsers, so it brings nothing but zod and the parser of phone numbers',
  },
  {
    files: /^packages\/database\//,
    may: [/^packages\/contracts\//, others],
    because: 'tables know nothing of what is done with them',
  },
  {
    files: /^packages\/queues\/src\/catalog\./,
    isApart: true,
    may: [/^zod$/],
    because: 'naming a job must not load what runs jobs',
  },
  { files: /^packages\/queues\//, may: [others], because: 'queues carry jobs and know no business' },
  {
    files: /^packages\/domain\/src\/(.+\/)?rules\//,
    isApart: true,
    // The public suffix list is data: the same name gets the same answer.
    may: [/^packages\/domain\/src\/(.+\/)?rules\//, /^packages\/contracts\//, /^tldts$/],
    types: [/^packages\//],
    because: 'a rule decides from its arguments alone, so that a test needs nothing but arguments',
  },
  {
    files: /^packages\/domain\//,
    may: [/^packages\/(database|contracts)\//, /^packages\/queues\/src\/catalog$/, others],
    because:
      'the business knows tables and job names; gateways, clusters and queues come in through its ports',
  },
  {
    files: /^packages\/payments\//,
    may: [
      /^packages\/domain\/src\/ports\//,
      /^packages\/contracts\//,
      /^(midtrans-client|csv-parse)/,
      /^node:/,
    ],
    because: 'a gateway is its port and its SDK; what is stored is not its concern',
  },
  {
    files: /^packages\/cluster\//,
    may: [
      /^packages\/domain\/src\/ports\//,
      /^packages\/contracts\//,
      /^@kubernetes\/client-node$/,
      /^(ws|strip-ansi)$/,
      /^node:/,
    ],
    because: 'a cluster is its port and its SDK; what is stored is not its concern',
  },
  {
    files: /^packages\/backup-store\//,
    may: [/^packages\/domain\/src\/ports\//, /^@aws-sdk\//, /^node:/],
    because: 'a store keeps bytes under keys; whose they are is not its concern',
  },
  {
    files: /^packages\/pdf\//,
    may: [/^packages\/contracts\//, /^(pdfkit|fontkit)$/, /^node:/],
    because: 'paper shows a document as it was stored, and reckons nothing',
  },
  {
    files: /^packages\/local\//,
    may: [others],
    because: 'sandboxes know the outside world they stand for, and nothing of MinisPod',
  },
  {
    files: /^packages\/process\//,
    may: [/^packages\/(contracts|database|domain|queues|payments)\//, others],
    because: 'it is the shell around every process and knows no single one',
  },
  {
    files: /^packages\/testing\//,
    may: [/^packages\//, others],
    because: 'packages do not know the apps that use them',
  },
  {
    files: /^apps\/console\//,
    may: [/^packages\/contracts\//, /^(?!node:|apps\/|packages\/)/],
    types: [/^apps\/api\/src\/router\/index$/],
    because: 'it runs in browsers: of the API it has the types, of the packages the contracts',
  },
  {
    files: /^apps\//,
    may: [anyPackage, others],
    because:
      'apps wire packages together; they meet each other in queues and tables, and bring no test or sandbox along',
  },
];

const sources = readSources();
const isForTests = ({ path }: SourceFile) =>
  /\.(test|contract|test-fixture)\.tsx?$|\/testing\/|\/test-client\.ts$|\/sample-instance\.ts$/.test(path) &&
  !path.startsWith('packages/testing/');
const product = sources.filter((file) => !isForTests(file));
const houseOf = (path: string) => path.split('/').slice(0, 2).join('/');

test('nothing imports what its room forbids', () => {
  const broken = product.flatMap(({ path, imports }) => {
    const room = rooms.find(({ files }) => files.test(path));
    if (!room) return [`${path} belongs to no room: say what it may import`];
    const isAllowed = ({ target, isType }: Import) =>
      (houseOf(target) === houseOf(path) && !room.isApart) ||
      room.may.some((pattern) => pattern.test(target)) ||
      (isType && room.types?.some((pattern) => pattern.test(target)));
    return imports
      .filter((each) => !isAllowed(each))
      .map(({ target }) => `${path} imports ${target}: ${room.because}`);
  });
  expect(broken).toEqual([]);
});

test('no package imports an app, not even in its tests', () => {
  const broken = sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target.startsWith('apps/') && houseOf(target) !== houseOf(path))
      .filter(({ isType }) => !(isType && path.startsWith('apps/console/')))
      .map(({ target }) => `${path} imports ${target}`),
  );
  expect(broken).toEqual([]);
});

test('no cycle among files, nor among packages', () => {
  const known = new Set(product.map(({ path }) => withoutEnding(path)));
  const files = new Map(
    product.map(({ path, imports }) => [
      withoutEnding(path),
      imports.map(({ target }) => target).filter((target) => known.has(target)),
    ]),
  );
  expect(findCycle(files)).toBeNull();

  const houses = new Map<string, Set<string>>();
  for (const [path, targets] of files) {
    const house = houses.get(houseOf(path)) ?? new Set();
    houses.set(houseOf(path), house);
    for (const target of targets) if (houseOf(target) !== houseOf(path)) house.add(houseOf(target));
  }
  expect(findCycle(houses)).toBeNull();
});

test('only env.ts reads process.env: everything else is told', () => {
  const readers = product.filter(
    ({ path, text }) =>
      /process\.env\b/.test(text) && !path.endsWith('/env.ts') && !path.startsWith('packages/testing/'),
  );
  expect(readers.map(({ path }) => path)).toEqual([]);
});

test('these tests see what they judge', () => {
  const main = product.find(({ path }) => path === 'apps/renewal-worker/src/main.ts');
  expect(main?.imports).toContainEqual({ target: 'packages/process/src/worker', isType: false });
  expect(main?.imports).toContainEqual({ target: 'apps/renewal-worker/src/env', isType: false });
  const trpc = product.find(({ path }) => path === 'apps/console/src/app/trpc.ts');
  expect(trpc?.imports).toContainEqual({ target: 'apps/api/src/router/index', isType: true });
  expect(
    findCycle(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual(['b', 'c', 'b']);
});
