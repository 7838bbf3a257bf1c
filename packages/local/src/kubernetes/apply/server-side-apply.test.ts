import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, type KubeObject } from '../object.js';
import { ApiError } from '../status.js';
import { fieldsOf, fromFieldsV1, toFieldsV1 } from './field-set.js';
import { applyConfiguration, recordUpdate } from './server-side-apply.js';

type Config = {
  labels: Record<string, string>;
  env: { name: string; value: string }[];
  data: Record<string, string>;
};

const names = fc.constantFrom('a', 'b', 'c');
const values = fc.constantFrom('1', '2', '3');
const config: fc.Arbitrary<Config> = fc.record({
  labels: fc.dictionary(names, values),
  env: fc.uniqueArray(fc.record({ name: names, value: values }), { selector: ({ name }) => name }),
  data: fc.dictionary(names, values),
});
const managers = fc.constantFrom('one', 'two', 'three');

const EMPTY: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x' } as KubeObject['metadata'],
};

function objectOf({ labels, env, data }: Config): KubeObject {
  return {
    ...EMPTY,
    metadata: { ...EMPTY.metadata, labels },
    spec: { data, containers: [{ name: 'app', env }] },
  };
}

function apply(live: KubeObject, wanted: Config, manager: string, force = true): KubeObject {
  return applyConfiguration(live, objectOf(wanted), { manager, force });
}

/** Who owns an empty map or list owns that it is there, not that it stays empty. */
function isEmpty(value: unknown): boolean {
  return canonical(value) === '{}' || canonical(value) === '[]';
}

/** The leaves with their values; order in keyed lists and empty maps left aside. */
function leaves(object: KubeObject): Record<string, unknown> {
  const found = [...fieldsOf(object)].filter(
    ([, value]) => canonical(value) !== '{}' && canonical(value) !== '[]',
  );
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function ownedBy(object: KubeObject, manager: string): Set<string> {
  const entry = object.metadata.managedFields?.find((each) => each.manager === manager);
  return entry ? fromFieldsV1(entry.fieldsV1) : new Set();
}

describe('field ownership', () => {
  it('gives exactly the applied values, from nothing', () => {
    fc.assert(
      fc.property(config, (wanted) => {
        expect(leaves(apply(EMPTY, wanted, 'one'))).toEqual(leaves(objectOf(wanted)));
      }),
    );
  });

  it('changes nothing at all when the same configuration is applied again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(managers, config), { minLength: 1, maxLength: 5 }), (applies) => {
        const live = applies.reduce((object, [manager, wanted]) => apply(object, wanted, manager), EMPTY);
        const [manager, wanted] = applies.at(-1)!;
        expect(canonical(apply(live, wanted, manager, false))).toBe(canonical(live));
      }),
    );
  });

  it('leaves every applied value in force, and drops what its only manager stopped applying', () => {
    fc.assert(
      fc.property(config, config, (first, second) => {
        const live = apply(apply(EMPTY, first, 'one'), second, 'one');
        expect(leaves(live)).toEqual(leaves(objectOf(second)));
      }),
    );
  });

  it('never touches a field that only another manager applied', () => {
    fc.assert(
      fc.property(config, config, config, (theirs, mine, mineLater) => {
        const before = apply(apply(EMPTY, theirs, 'they'), mine, 'me');
        const after = apply(before, mineLater, 'me');
        const mineNow = fieldsOf(objectOf(mineLater));
        const now = fieldsOf(after);
        for (const path of ownedBy(before, 'they')) {
          const value = fieldsOf(before).get(path);
          if (!mineNow.has(path) && !isEmpty(value)) expect(now.get(path)).toEqual(value);
        }
      }),
    );
  });

  it('owns exactly the applied fields, and by force no field at a different value has two managers', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(managers, config), { minLength: 1, maxLength: 5 }), (applies) => {
        const live = applies.reduce((object, [manager, wanted]) => apply(object, wanted, manager), EMPTY);
        const [manager, wanted] = applies.at(-1)!;
        expect(ownedBy(live, manager)).toEqual(new Set(fieldsOf(objectOf(wanted)).keys()));
        const latest = new Map(applies.map(([each, theirs]) => [each, fieldsOf(objectOf(theirs))]));
        for (const [each, theirs] of latest)
          for (const path of ownedBy(live, each))
            if (!isEmpty(theirs.get(path)))
              expect(canonical(theirs.get(path))).toBe(canonical(fieldsOf(live).get(path)));
      }),
    );
  });

  it('refuses without force exactly when another manager owns a field at another value', () => {
    fc.assert(
      fc.property(config, config, (theirs, mine) => {
        const live = apply(EMPTY, theirs, 'they');
        const wanted = fieldsOf(objectOf(mine));
        const contested = [...ownedBy(live, 'they')].filter(
          (path) => wanted.has(path) && canonical(wanted.get(path)) !== canonical(fieldsOf(live).get(path)),
        );
        const attempt = () => apply(live, mine, 'me', false);
        if (contested.length === 0) expect(attempt).not.toThrow();
        else
          try {
            attempt();
            expect.unreachable('a conflict was not seen');
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError);
            expect((error as ApiError).status).toMatchObject({ code: 409, reason: 'Conflict' });
            expect((error as ApiError).status.details?.causes).toHaveLength(contested.length);
          }
      }),
    );
  });

  it('survives being written down', () => {
    fc.assert(
      fc.property(config, (wanted) => {
        const paths = new Set(fieldsOf(objectOf(wanted)).keys());
        expect(fromFieldsV1(toFieldsV1(paths))).toEqual(paths);
      }),
    );
  });

  it('passes to whoever updates a field, without asking', () => {
    const live = apply(EMPTY, { labels: { a: '1', b: '1' }, env: [], data: {} }, 'applier');
    const edited = { ...live, metadata: { ...live.metadata, labels: { a: '2', b: '1' } } };
    const managedFields = recordUpdate(live, edited, 'editor');
    const after = { ...edited, metadata: { ...edited.metadata, managedFields } };
    expect([...ownedBy(after, 'editor')]).toHaveLength(1);
    const again = () => apply(after, { labels: { a: '1', b: '1' }, env: [], data: {} }, 'applier', false);
    expect(again).toThrow('conflict with "editor" using v1: .metadata.labels.a');
  });
});
