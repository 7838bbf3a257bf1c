import { Card, Group, Stack, Text } from '@mantine/core';
import type { List } from '@minispod/contracts/shared';
import type { Key, ReactNode } from 'react';
import { Pager } from './pager.js';
import { Panel } from './panel.js';
import { type Asked, QueryView } from './query-view.js';
import { RowSkeletons } from './row-skeletons.js';

interface PagedRowsProps<T> {
  query: Asked<List<T>>;
  keyOf: (item: T) => Key;
  /** One item, in a list item of its own. */
  row: (item: T) => ReactNode;
  onPage: (page: number) => void;
  /** Above the frame's own title; without one the frame has none. */
  title?: string;
  /** Controls that narrow the list; they stay while it is asked anew. */
  filters?: ReactNode;
  /** Whether the filters leave anything out at present. */
  isFiltered?: boolean;
  /** Instead of the frame when there is nothing at all. */
  empty: ReactNode;
  /** Within the frame when the filters leave nothing. */
  nothingFound?: ReactNode;
  skeletonRows?: number;
}

/** A list that comes in pages: filters, rows, pager, and its empty, waiting and failed states. */
export function PagedRows<T>(props: PagedRowsProps<T>) {
  const { query, title, filters, isFiltered = false, empty, skeletonRows = 3 } = props;
  if (query.data?.total === 0 && !isFiltered) return empty;
  const content = (
    <>
      {filters && (
        <Group mb="sm" gap="sm" align="flex-end">
          {filters}
        </Group>
      )}
      <QueryView query={query} skeleton={<RowSkeletons rows={skeletonRows} />}>
        {(list) => <Rows list={list} {...props} />}
      </QueryView>
    </>
  );
  return title ? <Panel title={title}>{content}</Panel> : <Card>{content}</Card>;
}

function Rows<T>({ list, keyOf, row, onPage, nothingFound }: PagedRowsProps<T> & { list: List<T> }) {
  return (
    <>
      {list.items.length === 0 && (
        <Stack align="flex-start" py="md" gap="sm">
          {typeof nothingFound === 'string' ? <Text c="dimmed">{nothingFound}</Text> : nothingFound}
        </Stack>
      )}
      <ul className="rows">
        {list.items.map((item) => (
          <li key={keyOf(item)}>{row(item)}</li>
        ))}
      </ul>
      <Pager list={list} onPage={onPage} />
    </>
  );
}
