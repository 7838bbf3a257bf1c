/** The accounts that belong to no one customer; the migration makes them. A wallet's account has its owner's id. */
export const ACCOUNTS = {
  held: '00000000-0000-7000-8000-000000000001',
  revenue: '00000000-0000-7000-8000-000000000002',
  midtransClearing: '00000000-0000-7000-8000-000000000003',
  adjustments: '00000000-0000-7000-8000-000000000005',
  tax: '00000000-0000-7000-8000-000000000006',
  tripayClearing: '00000000-0000-7000-8000-000000000007',
  manualClearing: '00000000-0000-7000-8000-000000000008',
  refunds: '00000000-0000-7000-8000-000000000009',
  fees: '00000000-0000-7000-8000-00000000000a',
  bank: '00000000-0000-7000-8000-00000000000b',
} as const;

/** Where money of a gateway waits until it is paid out to us. */
export const CLEARING = {
  midtrans: ACCOUNTS.midtransClearing,
  tripay: ACCOUNTS.tripayClearing,
  manual: ACCOUNTS.manualClearing,
} as const;

export function walletAccount(userId: string): string {
  return userId;
}
