import { expect, test, vi } from 'vitest';
import { RegisterInput } from './account.js';

test('what is far too long is refused before anything is made of it', () => {
  const normalize = vi.spyOn(String.prototype, 'normalize');
  const long = 'a.'.repeat(500_000);
  const refused = RegisterInput.safeParse({ name: long, email: 'a@b.co', password: long, phone: long });
  expect(refused.error?.issues.map(({ path }) => path[0])).toEqual(['name', 'password', 'phone']);
  expect(normalize).not.toHaveBeenCalled();
  normalize.mockRestore();
});
