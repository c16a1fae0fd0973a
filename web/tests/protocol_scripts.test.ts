// The widget's protocol machine against the scripts that the simulated customers keep too (tests/simulation/customer_protocol_test.cpp).
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CustomerSession } from '../src/protocol/customer_session';
import type { SocketEvents } from '../src/protocol/environment';
import type { Choice, Frame } from '../src/protocol/frames';
import { FakeSocket, World } from './support';

interface Input {
  start?: true;
  opened?: true;
  frame?: Frame;
  text?: string;
  closed?: number;
  pass_ms?: number;
  say?: string;
  choose?: Choice;
  wake?: 'fresh' | 'soft';
  reload?: true;
}

interface Step {
  in: Input;
  out?: unknown[];
  state?: string;
  shown?: string[];
  unsent?: string[][];
}

// Keeps what the page does, in order.
class Recorder extends World {
  out: unknown[] = [];
  override open(events: SocketEvents): FakeSocket {
    this.out.push('open');
    const socket = super.open(events);
    socket.send = (text) => { this.out.push(JSON.parse(text)); };
    socket.close = () => {
      if (!socket.closed) this.out.push('close');
      socket.closed = true;
    };
    return socket;
  }
}

class Script {
  private world = new Recorder();
  private session = this.load();

  run(steps: Step[]): void {
    steps.forEach((step, index) => {
      const where = `step ${index + 1}: ${JSON.stringify(step)}`;
      this.world.out = [];
      this.apply(step.in);
      assert.deepEqual(this.world.out, step.out ?? [], where);
      if (step.state !== undefined) assert.equal(this.session.link, step.state, where);
      if (step.shown !== undefined) assert.deepEqual(this.session.entries.map((entry) => entry.text), step.shown, where);
      if (step.unsent !== undefined) assert.deepEqual(this.session.unsent.map((item) => [item.cid, item.state]), step.unsent, where);
    });
  }

  private load(): CustomerSession {
    return new CustomerSession(this.world, 'p ', 'zh-CN', () => {});
  }

  private apply(input: Input): void {
    const { world, session } = this;
    if (input.start) session.start();
    if (input.opened) world.socket.open();
    if (input.frame !== undefined) world.socket.say(input.frame);
    if (input.text !== undefined) world.socket.events.received(input.text);
    if (input.closed !== undefined) world.socket.cut(input.closed);
    if (input.pass_ms !== undefined) world.pass(input.pass_ms);
    if (input.say !== undefined) session.say(input.say);
    if (input.choose !== undefined) session.choose(input.choose);
    if (input.wake !== undefined) session.wake(input.wake === 'fresh');
    if (input.reload) this.reload();
  }

  private reload(): void {
    const before = this.world;
    this.world = new Recorder();
    this.world.storage = before.storage;
    this.world.unique = () => before.unique();
    this.session = this.load();
  }
}

const folder = new URL('../../../tests/protocol_scripts/', import.meta.url);

for (const file of readdirSync(folder)) {
  const script = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { promise: string; steps: Step[] };
  test(`${file}: ${script.promise}`, () => new Script().run(script.steps));
}
