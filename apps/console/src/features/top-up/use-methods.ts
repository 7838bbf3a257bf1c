import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../app/trpc.js';
import { keyOf, usualWay, type Way } from './ways.js';

/** What can be paid by just now, and what is chosen of it: until somebody chooses, how they paid last. */
export function useMethods(amount: number | null) {
  const [asked] = useDebouncedValue(amount, 200);
  const query = useQuery({
    ...trpc.wallet.methods.queryOptions({ amount: asked || undefined }),
    placeholderData: keepPreviousData,
  });
  const [key, setKey] = useState<string | null>(null);
  const chosen = query.data?.items.find((way) => keyOf(way) === key);
  const way = chosen ?? (query.data && usualWay(query.data));
  return { query, way, choose: (next: Way) => setKey(keyOf(next)) };
}
