/** Lines `l` of which an administrator has said what they are. */
export const SAID = `EXISTS (SELECT FROM reconciliation_differences said
  WHERE said.import_id = l.import_id AND said.line = l.line AND said.status = 'RESOLVED' AND said.resolution <> 'LATER')`;

/**
 * The money of a payment that we never credited came and went back, by the gateway's own lists: nothing is left of it but
 * its fee, and nobody has to decide anything.
 */
export const wentBack = (paymentId: string): string => `EXISTS (
  SELECT FROM payments gone WHERE gone.id = ${paymentId} AND gone.paid_at IS NULL
     AND (SELECT sum(l.gross) FROM settlement_lines l WHERE l.payment_id = gone.id AND NOT ${SAID}) = 0)`;
