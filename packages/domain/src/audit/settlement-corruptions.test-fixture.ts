import type { Corruption } from './corruption.test-fixture.js';

/** What a hand with the database's password can do to settlement lists and what came of them. */
export const settlementCorruptions: Corruption[] = [
  [
    'a payment moved to another gateway',
    [`UPDATE payments SET gateway = 'tripay' WHERE paid_at IS NOT NULL`],
    'clearing differs from what is credited and not settled',
  ],
  [
    'a line over another amount, its fee as much larger',
    ['UPDATE settlement_lines SET gross = gross + 5, fee = fee + 5'],
    'a line of a settlement list is not in the books as it is',
  ],
  [
    'a line taken out of its list',
    [`DELETE FROM settlement_lines WHERE order_id = 'of-nobody'`],
    'a line of a settlement list is not in the books as it is',
  ],
  [
    'a line whose payment was taken from it',
    ['UPDATE settlement_lines SET settles_payment = NULL'],
    'a line of a settlement list matches nothing and nobody was told',
  ],
  [
    'a difference made to disappear',
    ['DELETE FROM reconciliation_differences'],
    'a line of a settlement list matches nothing and nobody was told',
  ],
  [
    'a write-off opened again',
    [`UPDATE reconciliation_differences SET status = 'OPEN', resolution = NULL, resolved_at = NULL`],
    'a difference was booked otherwise than it was resolved',
  ],
];
