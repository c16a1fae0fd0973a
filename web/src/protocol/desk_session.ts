// The agent's side: the rows of all conversations, and the whole log of those that are watched. Words (messages, notes) are kept
// over a reload; commands (claim, release ...) only over a short cut, because a claim that fires an hour later surprises everybody.
import { Connection, type LinkState } from './connection';
import type { Environment } from './environment';
import type { DeskEntry, Detail, Frame, PresentAgent, Row, User } from './frames';
import { kTypingEveryMs, kTypingShownMs } from './limits';
import { OrderedLog } from './ordered_log';
import { Outbox, type OutboxItem } from './outbox';

export type Command = 'claim' | 'release' | 'return' | 'close';

export interface TicketChange {
  ticket: string;
  priority?: string;
  subcategory?: string;
  status?: string;
}

export interface Watched {
  log: OrderedLog<DeskEntry>;
  detail: Detail | undefined;
  customerTyping: boolean;
  otherAgentTyping: boolean;
}

interface Watching extends Watched {
  cancelTyping: () => void;
  saidTypingAt: number;
}

export interface DeskEvents {
  changed(): void;
  // A command or a message that will not be done.
  refused(item: OutboxItem, code: string): void;
  welcomed(): void;
  // The link ended before the welcome: the session may be over.
  unwelcome(): void;
  // A conversation came into the queue.
  queued(row: Row): void;
}

export class DeskSession {
  agent: User | undefined;
  available = false;
  present: PresentAgent[] = [];
  readonly rows = new Map<string, Row>();

  // What the agent chose in this page; a server that was started again does not know it any more.
  private wanted: boolean | undefined;
  private readonly connection: Connection;
  private readonly watched = new Map<string, Watching>();

  constructor(
    private readonly env: Environment,
    prefix: string,
    private readonly events: DeskEvents,
  ) {
    this.connection = new Connection(env, new Outbox(env.storage, `${prefix}outbox`), {
      greeting: () => undefined,
      frame: (frame) => this.frame(frame),
      acked: (item) => { if (!item.kept || !this.watched.has(item.lane)) this.connection.settled(item.cid); },
      refused: (item, code) => events.refused(item, code),
      lost: (greeted) => { if (!greeted) events.unwelcome(); },
      changed: () => events.changed(),
    });
  }

  get link(): LinkState { return this.connection.state; }
  get lost(): boolean { return this.connection.lost; }

  start(): void { this.connection.start(); }
  stop(): void { this.connection.stop(); }
  wake(fresh: boolean): void { this.connection.wake(fresh); }

  watch(conversation: string): void {
    if (this.watched.has(conversation)) return;
    this.watched.set(conversation, {
      log: new OrderedLog<DeskEntry>((entry) => entry.position),
      detail: undefined,
      customerTyping: false,
      otherAgentTyping: false,
      cancelTyping: () => {},
      saidTypingAt: -Infinity,
    });
    this.ask(conversation);
  }

  unwatch(conversation: string): void {
    if (!this.watched.delete(conversation)) return;
    this.connection.hint({ type: 'unwatch', conversation });
  }

  of(conversation: string): Watched | undefined { return this.watched.get(conversation); }

  // Words of this conversation that are not in the log yet.
  unsent(conversation: string): OutboxItem[] {
    return this.connection.outbox.items(conversation).filter((item) => item.kept);
  }

  // A command of this conversation waits for its answer.
  busy(conversation: string): boolean {
    return this.connection.outbox.items(conversation).some((item) => !item.kept);
  }

  say(conversation: string, kind: 'message' | 'note', text: string): boolean {
    return this.connection.post(conversation, { type: kind, conversation, text }, true) !== undefined;
  }

  command(conversation: string, command: Command): void {
    this.connection.post(conversation, { type: command, conversation }, false);
  }

  update(conversation: string, change: TicketChange): void {
    this.connection.post(conversation, { type: 'update', conversation, ...change }, false);
  }

  retry(cid: string): void { this.connection.retry(cid); }
  discard(cid: string): void { this.connection.discard(cid); }

  setAvailable(available: boolean): void {
    if (!this.connection.hint({ type: 'presence', available })) return;
    this.wanted = available;
    this.available = available;
    this.events.changed();
  }

  type(conversation: string): void {
    const watching = this.watched.get(conversation);
    const now = this.env.now();
    if (watching === undefined || now - watching.saidTypingAt < kTypingEveryMs) return;
    if (this.connection.hint({ type: 'typing', conversation })) watching.saidTypingAt = now;
  }

  private frame(frame: Frame): void {
    switch (frame.type) {
      case 'welcome': return this.welcomed(frame);
      case 'row': return this.row(frame.conversation as Row);
      case 'conversation': return this.detailed(frame.conversation as Detail);
      case 'entry': return this.arrived(frame as unknown as DeskEntry);
      case 'typing': return this.typed(frame);
      case 'presence': return this.presence(frame);
      case 'error':
        if (frame.code === 'bad_frame') this.connection.refuseInFlight('bad_frame');
    }
  }

  private welcomed(frame: Frame): void {
    const first = this.agent === undefined;
    this.agent = frame.agent as User;
    this.available = frame.available === true;
    const before = new Set(this.rows.keys());
    this.rows.clear();
    for (const row of (frame.conversations as Row[] | undefined) ?? []) {
      this.rows.set(row.id, row);
      if (!first && row.holder === 'queue' && !before.has(row.id)) this.events.queued(row);
    }
    this.connection.ready();
    if (this.wanted !== undefined && this.wanted !== this.available) this.setAvailable(this.wanted);
    for (const conversation of this.watched.keys()) this.ask(conversation);
    this.events.welcomed();
  }

  private row(row: Row): void {
    const before = this.rows.get(row.id);
    if (row.holder === 'nobody') this.rows.delete(row.id);
    else this.rows.set(row.id, row);
    const watching = this.watched.get(row.id);
    if (watching?.detail !== undefined) watching.detail = { ...watching.detail, ...row };
    if (row.holder === 'queue' && before?.holder !== 'queue') this.events.queued(row);
    this.events.changed();
  }

  private detailed(detail: Detail): void {
    const watching = this.watched.get(detail.id);
    if (watching === undefined) return;
    watching.detail = detail;
    this.events.changed();
  }

  private arrived(entry: DeskEntry): void {
    const watching = this.watched.get(entry.conversation);
    if (watching === undefined) return;
    const arrival = watching.log.add(entry);
    if (arrival === 'gap') return this.ask(entry.conversation);
    if (entry.cid !== undefined && entry.from !== 'customer') this.connection.settled(entry.cid);
    if (arrival === 'known') return;
    if (entry.from === 'customer') watching.customerTyping = false;
    if (entry.from === 'agent') watching.otherAgentTyping = false;
    this.events.changed();
  }

  private typed(frame: Frame): void {
    const watching = this.watched.get(String(frame.conversation));
    if (watching === undefined) return;
    if (frame.from === 'customer') watching.customerTyping = true;
    else watching.otherAgentTyping = true;
    watching.cancelTyping();
    watching.cancelTyping = this.env.after(kTypingShownMs, () => {
      watching.customerTyping = false;
      watching.otherAgentTyping = false;
      this.events.changed();
    });
    this.events.changed();
  }

  private presence(frame: Frame): void {
    this.present = (frame.agents as PresentAgent[] | undefined) ?? [];
    const mine = this.present.find((agent) => agent.id === this.agent?.id);
    if (mine !== undefined) {
      this.available = mine.available;
      // Another page of the same agent may have changed it.
      if (this.wanted !== undefined) this.wanted = mine.available;
    }
    this.events.changed();
  }

  private ask(conversation: string): void {
    const watching = this.watched.get(conversation);
    if (watching === undefined) return;
    this.connection.hint({ type: 'watch', conversation, after_position: watching.log.last });
  }
}
