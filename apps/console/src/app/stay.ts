import { useIsMutating } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';

/**
 * Keeps the page while an order or a payment is on its way: left now, its outcome would come as a surprise. It ends with the
 * answer, or with the time limit of the call. What leads away on success passes `ignoreBlocker`.
 */
export function useStay(isOnItsWay: boolean): void {
  useBlocker({
    shouldBlockFn: () => true,
    enableBeforeUnload: isOnItsWay,
    disabled: !isOnItsWay,
  });
}

/** Closes a sheet or dialog, but not while what was pressed in it is on its way: closing would not take it back. */
export function useClose(close: () => void): { close: () => void; isOnItsWay: boolean } {
  const isOnItsWay = useIsMutating() > 0;
  return { close: isOnItsWay ? () => {} : close, isOnItsWay };
}
