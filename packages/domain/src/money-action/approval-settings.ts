/** What one administrator may do with customers' money alone. */
export interface ApprovalSettings {
  /** APPROVAL_ABOVE: rupiah of one action; more needs a second administrator. */
  perAction: number;
  /** APPROVAL_ABOVE_PER_DAY: rupiah of one administrator's actions within 24 hours, given and taken added up. */
  perDay: number;
  /** APPROVAL_HOURS: how long a request stands before it expires. */
  hours: number;
}

export const DEFAULT_APPROVALS: ApprovalSettings = { perAction: 10_000_000, perDay: 50_000_000, hours: 72 };
