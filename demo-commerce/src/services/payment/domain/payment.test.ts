import { describe, expect, test } from 'vitest';
import { afterCancel, afterCharge, type PaymentStatus, retryHint } from './payment.ts';

const approved = { approved: true } as const;
const refused = { approved: false, reason: 'no' } as const;

describe('a payment', () => {
  test.each<[PaymentStatus, PaymentStatus, PaymentStatus]>([
    ['requested', 'captured', 'declined'],
    ['void', 'refund_due', 'void'],
    ['captured', 'captured', 'captured'],
    ['declined', 'declined', 'declined'],
    ['refunded', 'refunded', 'refunded'],
  ])('that is %s becomes %s on approval and %s on refusal', (before, yes, no) => {
    expect(afterCharge(before, approved)).toBe(yes);
    expect(afterCharge(before, refused)).toBe(no);
  });

  test.each<[PaymentStatus, PaymentStatus]>([
    ['requested', 'void'],
    ['captured', 'refund_due'],
    ['declined', 'declined'],
    ['refund_due', 'refund_due'],
    ['refunded', 'refunded'],
  ])('that is %s is %s after the order was cancelled', (before, after) => {
    expect(afterCancel(before)).toBe(after);
  });

  test('that came too late for a cancelled order goes back', () => {
    expect(afterCharge(afterCancel('requested'), approved)).toBe('refund_due');
  });

  test('that was refused has a hint that fits the reason', () => {
    expect(retryHint('card expired')).not.toBe(retryHint('insufficient funds'));
  });
});
