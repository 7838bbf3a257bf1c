import type { OpenTopUpsView } from '@minispod/contracts/wallet';
import { Payment } from '@minispod/database/entities/payment.entity';
import type { Reader } from '@minispod/database/transaction';
import { In } from 'typeorm';
import type { z } from 'zod';
import { getTopUp } from './get-top-up.js';
import { MAXIMUM_OPEN } from './open-payment.js';

/** What the user can still pay, cancel or prove, newest first. */
export async function listOpenTopUps(
  reader: Reader,
  userId: string,
): Promise<z.infer<typeof OpenTopUpsView>> {
  const open = await reader.find(Payment, {
    select: { transactionId: true },
    where: { userId, status: In(['PENDING', 'UNCERTAIN', 'IN_REVIEW']) },
    order: { createdAt: 'DESC' },
  });
  const items = [];
  for (const { transactionId } of open) items.push(await getTopUp(reader, userId, transactionId));
  return { items, maximum: MAXIMUM_OPEN };
}
