// What was said and is not yet known to be on disk. Items keep their order and their cid for life, so that sending one again
// has one effect. Storage is shared by the tabs of a page: each change is read, changed and written in one go, by cid.
import type { Frame } from './frames';
import type { Storage } from './environment';
import { kMaxOutbox } from './limits';

export type ItemState =
  | 'waiting' // to be sent when the link is up and the items before it are done
  | 'sent' // in flight
  | 'taken' // acked; shown until its entry arrives
  | 'refused'; // the server will never take it as it is

export interface OutboxItem {
  cid: string;
  lane: string; // items of one lane are sent in order, one at a time: a conversation
  frame: Frame; // without the cid
  kept: boolean; // survives a reload: words are, commands are not
  at: number;
  state: ItemState;
  code?: string; // why it was refused, or why it waits
  retryAt?: number;
}

export class Outbox {
  private list: OutboxItem[] = [];

  constructor(
    private readonly storage: Storage,
    private readonly key: string,
  ) {
    this.list = this.load();
  }

  // Of one lane, oldest first; of all lanes without an argument.
  items(lane?: string): readonly OutboxItem[] {
    return lane === undefined ? this.list : this.list.filter((item) => item.lane === lane);
  }

  lanes(): string[] {
    return [...new Set(this.list.map((item) => item.lane))];
  }

  find(cid: string): OutboxItem | undefined {
    return this.list.find((item) => item.cid === cid);
  }

  // False when the outbox is full; the words stay with whoever typed them.
  add(item: OutboxItem): boolean {
    if (this.list.length >= kMaxOutbox) return false;
    this.list.push(item);
    this.persist(item);
    return true;
  }

  // The one to be sent next: nothing overtakes an item that still waits for its ack.
  head(lane: string): OutboxItem | undefined {
    return this.list.find((item) => item.lane === lane && (item.state === 'waiting' || item.state === 'sent'));
  }

  taken(cid: string): void {
    const item = this.find(cid);
    if (item === undefined) return;
    item.state = 'taken';
    delete item.code;
    this.unpersist(cid);
  }

  refused(cid: string, code: string): void {
    const item = this.find(cid);
    if (item === undefined) return;
    item.state = 'refused';
    item.code = code;
    this.persist(item);
  }

  remove(cid: string): void {
    this.list = this.list.filter((item) => item.cid !== cid);
    this.unpersist(cid);
  }

  // The link is gone: what was in flight may or may not have arrived, and goes again.
  unsend(): void {
    for (const item of this.list) if (item.state === 'sent') item.state = 'waiting';
  }

  private persist(item: OutboxItem): void {
    if (!item.kept) return;
    const stored = this.load();
    const place = stored.findIndex((other) => other.cid === item.cid);
    if (place >= 0) stored[place] = item;
    else stored.push(item);
    this.save(stored);
  }

  private unpersist(cid: string): void {
    const stored = this.load();
    const rest = stored.filter((item) => item.cid !== cid);
    if (rest.length !== stored.length) this.save(rest);
  }

  private save(items: OutboxItem[]): void {
    if (items.length === 0) this.storage.remove(this.key);
    else this.storage.set(this.key, JSON.stringify(items));
  }

  private load(): OutboxItem[] {
    const text = this.storage.get(this.key);
    if (text === undefined) return [];
    try {
      const parsed: unknown = JSON.parse(text);
      return Array.isArray(parsed) ? parsed.filter(isItem).map(asLoaded) : [];
    } catch {
      return []; // written by somebody else, or cut short: nothing that can be sent
    }
  }
}

function isItem(value: unknown): value is OutboxItem {
  const item = value as OutboxItem | null;
  return typeof item === 'object' && item !== null && typeof item.cid === 'string' && typeof item.lane === 'string' &&
    typeof item.at === 'number' && typeof item.frame?.type === 'string';
}

// A page that was closed had no link any more: what it had sent waits again, and old waits are over.
function asLoaded(item: OutboxItem): OutboxItem {
  const { retryAt: _, ...rest } = item;
  return { ...rest, kept: true, state: item.state === 'refused' ? 'refused' : 'waiting' };
}
