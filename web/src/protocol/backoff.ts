// How long to wait before the next try. Doubling, and spread at random over the upper half of the span, so that the customers
// of a server that comes back do not all knock in the same second.
import { kFirstBackoffMs, kMaxBackoffMs } from './limits';

export function backoffMs(attempt: number, random: number): number {
  const span = Math.min(kMaxBackoffMs, kFirstBackoffMs * 2 ** Math.min(attempt, 16));
  return Math.round(span / 2 + (span / 2) * random);
}
