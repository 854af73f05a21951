/** Where a payment stands; at most one per order. `void` means: the order was cancelled before money moved. */
export type PaymentStatus = 'requested' | 'captured' | 'declined' | 'void' | 'refund_due' | 'refunded';

/** What the provider answered. */
export type Charge = { approved: true } | { approved: false; reason: string };

/** The status after the provider's answer; money that came for a cancelled order goes back. */
export function afterCharge(status: PaymentStatus, charge: Charge): PaymentStatus {
  if (status === 'requested') return charge.approved ? 'captured' : 'declined';
  if (status === 'void' && charge.approved) return 'refund_due';
  return status;
}

/** The status after the order was cancelled. */
export function afterCancel(status: PaymentStatus): PaymentStatus {
  if (status === 'captured') return 'refund_due';
  if (status === 'requested') return 'void';
  return status;
}

/** What a shopper may try after a refusal. */
export function retryHint(reason: string): string {
  return reason === 'card expired'
    ? 'Use a card that is still valid.'
    : 'Try another card or pay by invoice.';
}
