// Doubles that work and keep a log: a clock moved by hand, storage, and a server whose sockets are cut on demand.
import type { Environment, SocketEvents, Storage } from '../src/protocol/environment';
import type { Frame } from '../src/protocol/frames';

export class FakeStorage implements Storage {
  readonly values = new Map<string, string>();
  get(key: string): string | undefined { return this.values.get(key); }
  set(key: string, value: string): void { this.values.set(key, value); }
  remove(key: string): void { this.values.delete(key); }
}

export class FakeSocket {
  readonly sent: Frame[] = [];
  closed = false;
  constructor(readonly events: SocketEvents) {}
  // What the page does.
  send(text: string): void { this.sent.push(JSON.parse(text) as Frame); }
  close(): void { this.closed = true; }
  // What the server and the network do.
  open(): this { this.events.opened(); return this; }
  say(...frames: Frame[]): void { for (const frame of frames) this.events.received(JSON.stringify(frame)); }
  cut(code = 1006): void { this.closed = true; this.events.closed(code); }
  last(type: string): Frame {
    const found = this.sent.filter((frame) => frame.type === type).at(-1);
    if (found === undefined) throw new Error(`no ${type} was sent: ${JSON.stringify(this.sent)}`);
    return found;
  }
  count(type: string): number { return this.sent.filter((frame) => frame.type === type).length; }
}

export class World implements Environment {
  storage: Storage = new FakeStorage();
  readonly sockets: FakeSocket[] = [];
  private time = 1_000_000;
  private ids = 0;
  private timers: { at: number; run: () => void }[] = [];

  now(): number { return this.time; }
  random(): number { return 0; }
  unique(): string { return `c${++this.ids}`; }
  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return () => { this.timers = this.timers.filter((other) => other !== timer); };
  }
  open(events: SocketEvents): FakeSocket {
    const socket = new FakeSocket(events);
    this.sockets.push(socket);
    return socket;
  }

  // Moves the clock, running what falls due on the way, in order.
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = this.timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = next.at;
      next.run();
    }
    this.time = end;
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  }
}
