import { expect, test } from 'vitest';
import { weaknessOf } from './weak-password.js';

const own = { name: 'Sri Wahyuni', email: 'sri.wahyuni@tokobunga.id', phone: '+6281234567890' };

test.each([
  '1234567890',
  'password123',
  'Password123!',
  'PASSWORD1234',
  'ｐａｓｓｗｏｒｄ123',
  'qwertyuiop',
  '          ',
  'aaaaaaaaaaaa',
  '1212121212',
  'sri.wahyuni@tokobunga.id',
  'SriWahyuni1',
  'sriwahyuni123456',
  'wahyuni2024',
  'tokobunga1',
  '081234567890',
  '+6281234567890',
  'minispod2024',
])('%j is easy to guess', (password) => {
  expect(weaknessOf(password, own)).toEqual(expect.any(String));
});

test.each([
  'correct horse battery',
  'at least ten',
  'kucing makan sambal',
  'wahyuni suka durian montong',
  'Xk3-plum-oT9',
  'пароль как пароль',
  '密码不容易猜到的一个',
])('%j is not', (password) => {
  expect(weaknessOf(password, own)).toBeNull();
});
