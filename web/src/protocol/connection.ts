// One side's link to the server: open, greet, send what waits, notice a dead link, come back. A state machine without DOM;
// clock, randomness, storage and socket are passed in. The two parties (customer_session, desk_session) say what the frames mean.
//
//   idle -> connecting -> greeting -> ready
//                ^------- waiting <----/      (any failure; backoff with jitter)
import { backoffMs } from './backoff';
import type { Environment, Socket } from './environment';
import type { Frame } from './frames';
import { kAnswerDeadlineMs, kLeastRetryMs, kMaxRetryMs, kPingAfterMs, kStableAfterMs } from './limits';
import { Outbox, type OutboxItem } from './outbox';

export type LinkState = 'idle' | 'connecting' | 'greeting' | 'ready' | 'waiting';

export interface Party {
  // The first frame of a new link, if this side speaks first.
  greeting(): Frame | undefined;
  // Every frame that is not the link's own business (ack, nack, reconnect).
  frame(frame: Frame): void;
  // An item was acked (`seq` when the ack names one) or refused for good.
  acked(item: OutboxItem, seq: number | undefined): void;
  refused(item: OutboxItem, code: string): void;
  // The link was lost, or never came about: `greeted` says whether the server had welcomed it.
  lost(greeted: boolean): void;
  changed(): void;
}

const kRetryable = new Set(['rate_limited', 'overloaded', 'unavailable']);
const kCloseTooBig = 1009;

export class Connection {
  state: LinkState = 'idle';

  private socket: Socket | undefined;
  private attempts = 0;
  private cancelRetry = noop;
  private cancelDeadline = noop; // for opening and greeting, and for the answer to a ping
  private cancelPing = noop;
  private cancelStable = noop;
  private cancelFlush = noop;

  constructor(
    private readonly env: Environment,
    readonly outbox: Outbox,
    private readonly party: Party,
  ) {}

  // The link broke, or never came about, and is not up again yet.
  get lost(): boolean { return this.attempts > 0 && this.state !== 'ready'; }

  start(): void {
    if (this.state === 'idle') this.connect();
  }

  stop(): void {
    this.drop();
    this.state = 'idle';
    this.party.changed();
  }

  // The network or the page came back: do not sit out the wait. `fresh` gives up the present socket too, which may be dead
  // without having said so.
  wake(fresh: boolean): void {
    if (this.state === 'waiting') this.connect();
    else if (fresh && this.state !== 'idle') this.restart();
  }

  // Gives up the link and resumes on a new one at once.
  restart(): void {
    this.drop();
    this.connect();
  }

  // The server has welcomed us; what waited may go.
  ready(): void {
    this.cancelDeadline();
    this.state = 'ready';
    this.cancelStable = this.env.after(kStableAfterMs, () => { this.attempts = 0; });
    this.heard();
    this.flush();
    this.party.changed();
  }

  // For frames that may be lost (typing, read): sent now or never.
  hint(frame: Frame): boolean {
    if (this.state !== 'ready') return false;
    this.write(frame);
    return true;
  }

  // For frames before the welcome (a second hello).
  greet(frame: Frame): void {
    this.write(frame);
  }

  // For frames that must arrive. Undefined when the outbox is full.
  post(lane: string, frame: Frame, kept: boolean): OutboxItem | undefined {
    const item: OutboxItem = { cid: this.env.unique(), lane, frame, kept, at: this.env.now(), state: 'waiting' };
    if (!this.outbox.add(item)) return undefined;
    this.flush();
    this.party.changed();
    return item;
  }

  // A refused item once more, as a new message.
  retry(cid: string): void {
    const item = this.outbox.find(cid);
    if (item === undefined || item.state !== 'refused') return;
    this.outbox.remove(cid);
    this.post(item.lane, item.frame, item.kept);
  }

  discard(cid: string): void {
    this.outbox.remove(cid);
    this.flush();
    this.party.changed();
  }

  // The message is in the log, whoever told us.
  settled(cid: string): void {
    if (this.outbox.find(cid) === undefined) return;
    this.outbox.remove(cid);
    this.flush();
  }

  // Sends the head of each lane, unless it is in flight or has been told to wait.
  flush(): void {
    if (this.state !== 'ready') return;
    const now = this.env.now();
    let nextRetry: number | undefined;
    for (const lane of this.outbox.lanes()) {
      const item = this.outbox.head(lane);
      if (item === undefined || item.state === 'sent') continue;
      if (item.retryAt !== undefined && item.retryAt > now) {
        nextRetry = Math.min(nextRetry ?? item.retryAt, item.retryAt);
        continue;
      }
      item.state = 'sent';
      delete item.retryAt;
      delete item.code;
      this.write({ ...item.frame, cid: item.cid });
      this.watchAck(item);
    }
    this.cancelFlush();
    if (nextRetry !== undefined) this.cancelFlush = this.env.after(nextRetry - now, () => this.flush());
  }

  private connect(): void {
    this.cancelRetry();
    this.state = 'connecting';
    this.cancelDeadline = this.env.after(kAnswerDeadlineMs, () => this.fail(0));
    const mine: Socket = this.env.open({
      opened: () => { if (this.socket === mine) this.opened(); },
      received: (text) => { if (this.socket === mine) this.received(text); },
      closed: (code) => { if (this.socket === mine) this.fail(code); },
    });
    this.socket = mine;
    this.party.changed();
  }

  private opened(): void {
    this.state = 'greeting';
    const greeting = this.party.greeting();
    if (greeting !== undefined) this.write(greeting);
  }

  // Something came: the link is alive. When nothing does, a browser tells nobody that it is dead, so we ask.
  private heard(): void {
    this.cancelDeadline();
    this.cancelPing();
    this.cancelPing = this.env.after(kPingAfterMs, () => {
      this.write({ type: 'ping' });
      this.cancelDeadline = this.env.after(kAnswerDeadlineMs, () => this.fail(0));
    });
  }

  private received(text: string): void {
    if (this.state === 'ready') this.heard();
    const frame = parse(text);
    if (frame === undefined) return;
    if (frame.type === 'ack') this.ack(frame);
    else if (frame.type === 'nack') this.nack(frame);
    else if (frame.type === 'reconnect') this.fail(0, seconds(frame.after));
    else this.party.frame(frame);
  }

  private ack(frame: Frame): void {
    const item = this.outbox.find(String(frame.cid));
    if (item === undefined) return;
    this.outbox.taken(item.cid);
    this.party.acked(item, typeof frame.seq === 'number' ? frame.seq : undefined);
    this.flush();
    this.party.changed();
  }

  private nack(frame: Frame): void {
    const item = this.outbox.find(String(frame.cid));
    if (item === undefined || item.state === 'taken') return;
    const code = String(frame.code);
    if (kRetryable.has(code)) {
      item.state = 'waiting';
      item.code = code;
      item.retryAt = this.env.now() + Math.max(kLeastRetryMs, Math.min(kMaxRetryMs, seconds(frame.retry_after) ?? 0));
    } else {
      this.refuse(item, code);
    }
    this.flush();
    this.party.changed();
  }

  // Marks as refused what is in flight, when the server could not even read it.
  refuseInFlight(code: string): void {
    for (const item of [...this.outbox.items()]) if (item.state === 'sent') this.refuse(item, code);
    this.flush();
    this.party.changed();
  }

  private refuse(item: OutboxItem, code: string): void {
    if (item.kept) this.outbox.refused(item.cid, code);
    else this.outbox.remove(item.cid);
    this.party.refused(item, code);
  }

  private watchAck(item: OutboxItem): void {
    const socket = this.socket;
    this.env.after(kAnswerDeadlineMs, () => {
      if (this.socket === socket && item.state === 'sent') this.fail(0);
    });
  }

  private fail(code: number, waitMs?: number): void {
    const greeted = this.state === 'ready';
    this.state = 'waiting';
    // The server closes on a frame over its limit; sending the same again would only close the next link.
    if (code === kCloseTooBig) this.refuseInFlight('too_long');
    this.drop();
    const spread = backoffMs(this.attempts, this.env.random());
    const wait = waitMs === undefined ? spread : waitMs + Math.round(spread / 2);
    this.attempts += 1;
    this.cancelRetry = this.env.after(wait, () => this.connect());
    this.party.lost(greeted);
    this.party.changed();
  }

  private drop(): void {
    for (const cancel of [this.cancelRetry, this.cancelDeadline, this.cancelStable, this.cancelFlush, this.cancelPing]) cancel();
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    this.outbox.unsend();
  }

  private write(frame: Frame): void {
    this.socket?.send(JSON.stringify(frame));
  }
}

function noop(): void {}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value * 1000 : undefined;
}

function parse(text: string): Frame | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const frame = value as Frame | null;
    return typeof frame === 'object' && frame !== null && typeof frame.type === 'string' ? frame : undefined;
  } catch {
    return undefined;
  }
}
