import { Text } from '@mantine/core';
import { formatRupiah } from '@minispod/contracts/rupiah';

/** An amount whose last three digits tell this transfer from all others. */
export function ExactAmount({ amount }: { amount: number }) {
  const words = formatRupiah(amount);
  return (
    <Text fz="2rem" fw={700} lh={1.2} className="figures">
      {words.slice(0, -3)}
      <Text span inherit c="var(--mantine-color-anchor)" td="underline">
        {words.slice(-3)}
      </Text>
    </Text>
  );
}
