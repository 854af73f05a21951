/** What the provider says to a charge. */
export type ChargeAnswer = { approved: true; reference: string } | { approved: false; reason: string };

const refusedCards: Record<string, string> = {
  'card-declined': 'insufficient funds',
  'card-expired': 'card expired',
};

/** The provider's memory: the first answer to an idempotency key is the answer to all that follow. */
export function openChargeBook(reference: () => string, mostKeys = 20_000) {
  const answers = new Map<string, ChargeAnswer>();
  const refunded = new Set<string>();
  return {
    charge(idempotencyKey: string, card: string): ChargeAnswer {
      const known = answers.get(idempotencyKey);
      if (known !== undefined) return known;
      const reason = refusedCards[card];
      const answer: ChargeAnswer =
        reason === undefined ? { approved: true, reference: reference() } : { approved: false, reason };
      answers.set(idempotencyKey, answer);
      if (answers.size > mostKeys) answers.delete(answers.keys().next().value as string);
      return answer;
    },
    /** True the first time. */
    refund(idempotencyKey: string): boolean {
      if (refunded.has(idempotencyKey)) return false;
      refunded.add(idempotencyKey);
      if (refunded.size > mostKeys) refunded.delete(refunded.values().next().value as string);
      return true;
    },
  };
}
