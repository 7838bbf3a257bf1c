import { User } from '@minispod/database/entities/user.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import { required } from '../rows.js';

export interface Owner {
  id: string;
  name: string;
  email: string;
}

/** Who these ids are: one query however many they are. */
export async function readOwners(reader: Reader, ids: string[]): Promise<(id: string) => Owner> {
  const users = await reader.find(User, {
    where: { id: In([...new Set(ids)]) },
    select: { id: true, name: true, email: true },
  });
  const byId = new Map(users.map(({ id, name, email }) => [id, { id, name, email }]));
  return (id) => required(byId.get(id));
}
