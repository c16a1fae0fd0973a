// The customer's side of a conversation: who we are to the server (token), what was said (entries by seq), what is not yet said
// (outbox), who holds it. The token is read from storage for each hello, because another tab may have been given a newer one.
import { Connection, type LinkState } from './connection';
import type { Environment } from './environment';
import type { Choice, CustomerEntry, Frame, HolderKind, Locale } from './frames';
import { kTypingEveryMs, kTypingShownMs } from './limits';
import { OrderedLog } from './ordered_log';
import { Outbox, type OutboxItem } from './outbox';

const kLane = 'conversation';

export interface Holder {
  kind: HolderKind;
  name?: string;
  staffNumber?: string;
}

export interface QueuePlace {
  position: number;
  estimateMinutes?: number;
}

export class CustomerSession {
  holder: Holder = { kind: 'bot' };
  queue: QueuePlace | undefined;
  typing: 'bot' | 'agent' | undefined;
  conversation: string | undefined;

  private readonly log = new OrderedLog<CustomerEntry>((entry) => entry.seq);
  private readonly connection: Connection;
  private cancelTyping = noop;
  private saidTypingAt = -Infinity;
  private sentToken: string | undefined;

  // `prefix` keeps the stored keys of different desks on one page's origin apart.
  constructor(
    private readonly env: Environment,
    private readonly prefix: string,
    private locale: Locale,
    private readonly changed: () => void,
  ) {
    const outbox = new Outbox(env.storage, `${prefix}outbox`);
    this.connection = new Connection(env, outbox, {
      greeting: () => this.greeting(),
      frame: (frame) => this.frame(frame),
      acked: (item, seq) => { if (seq !== undefined && seq <= this.log.last) this.connection.settled(item.cid); },
      refused: () => {},
      lost: () => this.quiet(),
      changed,
    });
  }

  get entries(): readonly CustomerEntry[] { return this.log.entries; }
  get unsent(): readonly OutboxItem[] { return this.connection.outbox.items(kLane); }
  get link(): LinkState { return this.connection.state; }
  get lost(): boolean { return this.connection.lost; }
  // A conversation was begun here before, in this page or an earlier one.
  get known(): boolean { return this.token !== undefined || this.unsent.length > 0; }
  // Begun by this page, and the customer has said nothing yet. What an earlier page began may have words that are still on their way.
  get fresh(): boolean {
    const begunHere = this.sentToken === undefined && (this.conversation !== undefined || this.token === undefined);
    return begunHere && this.unsent.length === 0 && !this.log.entries.some((entry) => entry.from === 'customer');
  }
  get readSeq(): number { return Number(this.env.storage.get(`${this.prefix}read`) ?? 0) || 0; }

  // Entries of the other side that were not seen yet.
  get unread(): number {
    const seen = this.readSeq;
    return this.log.entries.filter((entry) => entry.seq > seen && entry.from !== 'customer').length;
  }

  start(): void { this.connection.start(); }
  wake(fresh: boolean): void { this.connection.wake(fresh); }

  // False when too much waits already.
  say(text: string): boolean {
    return this.connection.post(kLane, { type: 'message', text }, true) !== undefined;
  }

  // The label is kept beside the id for showing it; the server takes the id.
  choose(choice: Choice): boolean {
    return this.connection.post(kLane, { type: 'message', choice: choice.id, label: choice.label }, true) !== undefined;
  }

  retry(cid: string): void { this.connection.retry(cid); }
  discard(cid: string): void { this.connection.discard(cid); }

  type(): void {
    const now = this.env.now();
    if (now - this.saidTypingAt < kTypingEveryMs) return;
    if (this.connection.hint({ type: 'typing' })) this.saidTypingAt = now;
  }

  // Everything so far was seen.
  read(): void {
    if (this.log.last <= this.readSeq) return;
    this.env.storage.set(`${this.prefix}read`, String(this.log.last));
    this.connection.hint({ type: 'read', seq: this.log.last });
    this.changed();
  }

  // Leaves this conversation and begins another one. What was not sent is dropped: it belonged to the old one.
  begin(locale: Locale): void {
    for (const item of [...this.unsent]) this.connection.outbox.remove(item.cid);
    this.connection.hint({ type: 'bye' });
    this.locale = locale;
    this.forget();
    this.connection.restart();
    this.changed();
  }

  private get token(): string | undefined { return this.env.storage.get(`${this.prefix}token`); }

  private greeting(): Frame {
    this.sentToken = this.token;
    if (this.sentToken === undefined) return { type: 'hello', locale: this.locale };
    return { type: 'hello', token: this.sentToken, after_seq: this.log.last };
  }

  private frame(frame: Frame): void {
    switch (frame.type) {
      case 'welcome': return this.welcomed(frame);
      case 'entry': return this.arrived(frame as unknown as CustomerEntry);
      case 'holder': return this.held(frame);
      case 'queue': return this.queued(frame);
      case 'typing': return this.typed(frame);
      case 'error': return this.failed(frame);
    }
  }

  private welcomed(frame: Frame): void {
    const conversation = String(frame.conversation);
    // Another conversation than the one on show (another tab began it): its entries are not ours to keep.
    if (this.conversation !== undefined && this.conversation !== conversation && this.log.last > 0) {
      this.log.clear();
      this.env.storage.set(`${this.prefix}token`, String(frame.token));
      this.conversation = conversation;
      return this.connection.restart();
    }
    this.conversation = conversation;
    this.env.storage.set(`${this.prefix}token`, String(frame.token));
    if (isHolderKind(frame.holder)) this.holder = { ...(this.holder.kind === frame.holder ? this.holder : {}), kind: frame.holder };
    this.connection.ready();
  }

  private arrived(entry: CustomerEntry): void {
    const arrival = this.log.add(entry);
    if (arrival === 'gap') return this.connection.restart();
    if (entry.cid !== undefined) this.connection.settled(entry.cid);
    if (arrival === 'known') return;
    if (entry.from !== 'customer') this.quiet();
    this.changed();
  }

  private held(frame: Frame): void {
    if (!isHolderKind(frame.holder)) return;
    this.holder = { kind: frame.holder };
    if (typeof frame.name === 'string') this.holder.name = frame.name;
    if (typeof frame.staff_number === 'string') this.holder.staffNumber = frame.staff_number;
    if (frame.holder !== 'queue') this.queue = undefined;
    this.changed();
  }

  private queued(frame: Frame): void {
    if (typeof frame.position !== 'number') return;
    this.queue = { position: frame.position };
    if (typeof frame.estimate_minutes === 'number') this.queue.estimateMinutes = frame.estimate_minutes;
    this.changed();
  }

  private typed(frame: Frame): void {
    this.cancelTyping();
    this.typing = frame.from === 'agent' ? 'agent' : 'bot';
    this.cancelTyping = this.env.after(kTypingShownMs, () => { this.quiet(); this.changed(); });
    this.changed();
  }

  private failed(frame: Frame): void {
    if (frame.code === 'unknown_token') {
      // A tab beside us may have a newer token; only when ours was the newest is the conversation really gone.
      if (this.token === this.sentToken) this.forget();
      this.connection.greet(this.greeting());
    } else if (frame.code === 'bad_frame') {
      this.connection.refuseInFlight('bad_frame');
    }
  }

  private forget(): void {
    this.env.storage.remove(`${this.prefix}token`);
    this.env.storage.remove(`${this.prefix}read`);
    this.log.clear();
    this.conversation = undefined;
    this.holder = { kind: 'bot' };
    this.queue = undefined;
    this.quiet();
  }

  private quiet(): void {
    this.cancelTyping();
    this.typing = undefined;
  }
}

function noop(): void {}

function isHolderKind(value: unknown): value is HolderKind {
  return value === 'bot' || value === 'queue' || value === 'agent' || value === 'nobody';
}
