import { BANKS, E_WALLETS, TOP_UP_METHODS, type TopUpInput } from '@minispod/contracts/wallet';

export type ChosenMethod = Pick<TopUpInput, 'paymentMethod' | 'bank' | 'wallet'>;

const KEPT_AS = 'minispod.payment-method';

/** How this browser paid last; QRIS, which everybody can use, the first time. */
export function lastMethod(): ChosenMethod {
  const [method, via] = localStorage.getItem(KEPT_AS)?.split(':') ?? [];
  const paymentMethod = TOP_UP_METHODS.find((known) => known === method) ?? 'QRIS';
  return chosen(paymentMethod, via);
}

export function keepMethod({ paymentMethod, bank, wallet }: ChosenMethod): void {
  localStorage.setItem(KEPT_AS, [paymentMethod, bank ?? wallet ?? ''].join(':'));
}

/** A method with its bank or wallet where it needs one. */
export function chosen(paymentMethod: ChosenMethod['paymentMethod'], via?: string): ChosenMethod {
  switch (paymentMethod) {
    case 'BANK_TRANSFER':
      return { paymentMethod, bank: BANKS.find((bank) => bank === via) ?? 'bca' };
    case 'E_WALLET':
      return { paymentMethod, wallet: E_WALLETS.find((wallet) => wallet === via) ?? 'gopay' };
    default:
      return { paymentMethod };
  }
}
