interface PaymentTab {
  /** Shows the gateway's page, when the payment has one. */
  lead: (url: string | null) => void;
  close: () => void;
}

const NONE: PaymentTab = { lead: () => {}, close: () => {} };

const isPhone = () => matchMedia('(max-width: 47.99em)').matches;

/**
 * Browsers let a page open a tab only during the press itself, before the gateway has answered; so an empty one is
 * opened first and led on afterwards. Phones stay in one tab: their back button is how people return. `needed`: whether
 * the way to pay has a page of the gateway's.
 */
export function openPaymentTab(needed: boolean): PaymentTab {
  if (!needed) return NONE;
  if (isPhone()) return { lead: (url) => url && window.location.assign(url), close: () => {} };
  const tab = window.open('', '_blank');
  if (tab) tab.opener = null;
  return {
    lead: (url) => {
      if (url) tab?.location.assign(url);
      else tab?.close();
    },
    close: () => tab?.close(),
  };
}
