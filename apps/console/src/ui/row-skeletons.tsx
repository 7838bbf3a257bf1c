import { Group, Skeleton, Stack } from '@mantine/core';

/** Lines of a list that has not arrived yet. */
export function RowSkeletons({ rows = 3 }: { rows?: number }) {
  return (
    <Stack gap="lg" py="sm">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <Group key={key} wrap="nowrap">
          <Skeleton h={44} w={44} style={{ flex: 'none' }} />
          <Stack gap={8} style={{ flex: 1 }}>
            <Skeleton h={16} w="45%" />
            <Skeleton h={14} w="65%" />
          </Stack>
          <Skeleton h={26} w={96} radius="xl" />
        </Group>
      ))}
    </Stack>
  );
}
