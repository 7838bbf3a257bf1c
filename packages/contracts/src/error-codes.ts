/** Every code a caller may meet, with its HTTP status. The API maps exhaustively over this record; nothing else does. */
export const ERROR_STATUS = {
  VALIDATION_ERROR: 400,
  INVALID_PLAN: 400,
  UNAUTHORIZED: 401,
  MFA_REQUIRED: 401,
  INSUFFICIENT_CREDIT: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  QUOTA_EXCEEDED: 409,
  DUPLICATE_SUBSCRIPTION: 409,
  UPGRADE_REQUIRED: 409,
  CONFLICT: 409,
  INSUFFICIENT_RESOURCES: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  PROVISIONING_FAILED: 502,
  GATEWAY_ERROR: 502,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What each code carries beside its message. Codes that are absent here carry nothing, or fields by name. */
export interface ErrorDetails {
  VALIDATION_ERROR: Record<string, string>;
  INSUFFICIENT_CREDIT: { required: number; balance: number; shortfall: number };
  QUOTA_EXCEEDED: { planName: string; availableQuota: number; totalQuota: number; waitlist: boolean };
  DUPLICATE_SUBSCRIPTION: { subscriptionId: string; planName: string };
  UPGRADE_REQUIRED: {
    subscriptionId: string;
    currentPlan: string;
    quote: { amount: number; remainingDays: number } | null;
  };
  /** Millicores and MiB; `largestFree` is the room of one server. */
  INSUFFICIENT_RESOURCES: {
    cpuMilli: number;
    memoryMb: number;
    largestFree: { cpuMilli: number; memoryMb: number };
  };
  GATEWAY_ERROR: { transactionId: string };
}

export type DetailsOf<C extends ErrorCode> = C extends keyof ErrorDetails
  ? ErrorDetails[C]
  : Record<string, unknown> | undefined;
