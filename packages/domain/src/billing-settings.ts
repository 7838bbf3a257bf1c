/** The operator's choices about money and time. */
export interface BillingSettings {
  /** PPN_RATE: whole percent, contained in every price; 0 for who does not collect it. */
  ppnRate: number;
  /** GRACE_PERIOD_DAYS: how long a service runs on after a charge that the balance did not cover. */
  graceDays: number;
  /** RETENTION_DAYS: how long the data of a suspended service is kept. */
  retentionDays: number;
}
