import { expect, it } from 'vitest';
import { changesBetween, unusable } from './variables.js';

// biome-ignore lint/suspicious/noTemplateCurlyInString: a template's own references
const template = { env: { DB_PASSWORD: '${secret.password}', DB_NAME: 'app', URL: '${instance.url}' } };

it.each([
  ['DB_PASSWORD', 'Set by the service, with its secret'],
  ['PATH', 'Reserved'],
  ['HOSTNAME', 'Reserved'],
  ['KUBERNETES_SERVICE_HOST', 'Reserved'],
  ['MINISPOD_TOKEN', 'Reserved'],
])('refuses %s by name', (name, why) => {
  expect(unusable(template, { [name]: 'x', FINE: 'y' })).toEqual({ [name]: why });
});

it.each(['DB_NAME', 'URL', 'PATHS', 'path', 'constructor', '__proto__', 'KUBERNETES'])(
  'lets %s be set',
  (name) => {
    expect(unusable(template, Object.fromEntries([[name, 'x']]))).toEqual({});
  },
);

it('tells what was added, changed and removed, by name alone', () => {
  const changes = changesBetween(
    { KEPT: '1', TURNED: 'old', GONE: '2' },
    { NEW: '3', TURNED: 'new', KEPT: '1' },
  );
  expect(changes).toEqual({ added: ['NEW'], changed: ['TURNED'], removed: ['GONE'] });
  expect(changesBetween({ A: '1' }, { A: '1' })).toEqual({ added: [], changed: [], removed: [] });
});
