// The order of the queue: priority, deadline, arrival. One comparison, used wherever rows are listed.
import type { Priority, Row } from './frames';

const kRank: Record<Priority, number> = { urgent: 0, high: 1, medium: 2, low: 3 };
const kNever = '9999';

export function compareRows(a: Row, b: Row): number {
  return (kRank[a.priority] ?? kRank.medium) - (kRank[b.priority] ?? kRank.medium) ||
    compare(a.due ?? kNever, b.due ?? kNever) ||
    compare(a.queued_at ?? a.opened_at, b.queued_at ?? b.opened_at) ||
    compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
