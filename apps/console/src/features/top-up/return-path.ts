const keptAs = (transactionId: string) => `minispod.return-to.${transactionId}`;

/**
 * The gateway sends people back without what our address held, so where they were going is also kept in the tab.
 * Session storage ends with the tab, which is as long as anybody waits for a payment.
 */
export function keepReturnPath(transactionId: string, path: string | undefined): void {
  if (path) sessionStorage.setItem(keptAs(transactionId), path);
}

export function keptReturnPath(transactionId: string): string | undefined {
  return sessionStorage.getItem(keptAs(transactionId)) ?? undefined;
}
