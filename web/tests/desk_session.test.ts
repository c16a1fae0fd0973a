import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRows } from '../src/protocol/desk_order';
import { DeskSession } from '../src/protocol/desk_session';
import type { Frame, Row } from '../src/protocol/frames';
import { kFirstBackoffMs } from '../src/protocol/limits';
import { World } from './support';

interface Heard {
  refused: string[];
  queued: string[];
  unwelcome: number;
}

function begin(world = new World()): { world: World; session: DeskSession; heard: Heard } {
  const heard: Heard = { refused: [], queued: [], unwelcome: 0 };
  const session = new DeskSession(world, 'p ', {
    changed: () => {},
    refused: (item, code) => heard.refused.push(`${item.frame.type} ${code}`),
    queued: (row) => heard.queued.push(row.id),
    welcomed: () => {},
    unwelcome: () => { heard.unwelcome += 1; },
  });
  session.start();
  return { world, session, heard };
}

const row = (id: string, more: Partial<Row> = {}): Row => ({
  id, channel: 'web', locale: 'zh-CN', holder: 'queue', priority: 'medium', opened_at: '2026-11-21T08:00:00.000Z', last_at: '2026-11-21T08:00:00.000Z', ...more,
});
const welcome = (...conversations: Row[]): Frame => ({ type: 'welcome', agent: { id: 'a1' }, conversations, available: true });
const entry = (position: number, text: string, more: object = {}): Frame => ({
  type: 'entry', conversation: 'K1', position, seq: position, kind: 'message', from: 'customer', text, at: '2026-11-21T08:30:00.000Z', ...more,
});
const shown = (session: DeskSession) => session.of('K1')?.log.entries.map((one) => one.text);

function watching(): ReturnType<typeof begin> {
  const begun = begin();
  begun.world.socket.open().say(welcome(row('K1')));
  begun.session.watch('K1');
  return begun;
}

test('the agent says nothing before the welcome', () => {
  const { world } = begin();
  assert.deepEqual(world.socket.open().sent, []);
});

test('after a cut each watched conversation resumes after its last position', () => {
  const { world, session } = watching();
  world.socket.say(entry(1, 'one'), entry(2, 'two', { kind: 'note', seq: 1 }));
  world.socket.cut();
  world.pass(kFirstBackoffMs);
  world.socket.open().say(welcome(row('K1')));
  assert.deepEqual(world.socket.last('watch'), { type: 'watch', conversation: 'K1', after_position: 2 });
  world.socket.say(entry(2, 'two'), entry(3, 'three'));
  assert.deepEqual(shown(session), ['one', 'two', 'three']);
});

test('a gap is asked for again on the same link', () => {
  const { world, session } = watching();
  world.socket.say(entry(1, 'one'), entry(3, 'three'));
  assert.deepEqual(world.socket.last('watch'), { type: 'watch', conversation: 'K1', after_position: 1 });
  world.socket.say(entry(2, 'two'), entry(3, 'three'));
  assert.deepEqual(shown(session), ['one', 'two', 'three']);
});

test('words of one conversation do not wait for another one\'s ack', () => {
  const { world, session } = watching();
  session.say('K1', 'message', 'a');
  session.say('K1', 'note', 'b');
  session.say('K2', 'message', 'c');
  assert.deepEqual(world.socket.sent.filter((frame) => frame.cid !== undefined).map((frame) => frame.text), ['a', 'c']);
});

test('words survive a reload, commands do not', () => {
  const world = new World();
  const { session } = begin(world);
  session.say('K1', 'message', 'a');
  session.command('K1', 'claim');
  const later = new World();
  later.storage = world.storage;
  const again = begin(later).session;
  assert.equal(again.unsent('K1').length, 1);
  assert.equal(again.busy('K1'), false);
});

test('a command that was refused is told and forgotten', () => {
  const { world, session, heard } = watching();
  session.command('K1', 'claim');
  assert.equal(session.busy('K1'), true);
  world.socket.say({ type: 'nack', conversation: 'K1', cid: 'c1', code: 'taken' });
  assert.deepEqual(heard.refused, ['claim taken']);
  assert.equal(session.busy('K1'), false);
});

test('a reply that was refused stays, with the reason', () => {
  const { world, session } = watching();
  session.say('K1', 'message', 'a');
  world.socket.say({ type: 'nack', conversation: 'K1', cid: 'c1', code: 'not_holder' });
  assert.equal(session.unsent('K1')[0]?.code, 'not_holder');
});

test('rows come, change and go', () => {
  const { world, session, heard } = begin();
  world.socket.open().say(welcome(row('K1', { holder: 'bot' })));
  assert.deepEqual(heard.queued, []);
  world.socket.say({ type: 'row', conversation: row('K1') }, { type: 'row', conversation: row('K1', { last_text: 'x' }) });
  assert.deepEqual(heard.queued, ['K1']);
  world.socket.say({ type: 'row', conversation: row('K1', { holder: 'nobody' }) });
  assert.equal(session.rows.size, 0);
});

test('what came into the queue while the link was down is noticed at the next welcome', () => {
  const { world, heard } = begin();
  world.socket.open().say(welcome());
  world.socket.cut();
  world.pass(kFirstBackoffMs);
  world.socket.open().say(welcome(row('K7')));
  assert.deepEqual(heard.queued, ['K7']);
});

test('a link that ends before its welcome may mean that the session is over', () => {
  const { world, heard } = begin();
  world.socket.cut();
  assert.equal(heard.unwelcome, 1);
});

test('a server that was started again is told once more whether the agent takes work', () => {
  const { world, session } = begin();
  world.socket.open().say({ ...welcome(), available: false });
  session.setAvailable(true);
  world.socket.cut();
  world.pass(kFirstBackoffMs);
  world.socket.open().say({ ...welcome(), available: false });
  assert.deepEqual(world.socket.last('presence'), { type: 'presence', available: true });
});

test('the queue is ordered by priority, deadline, arrival', () => {
  const rows = [
    row('late arrival', { due: '2026-11-21T10:00:00.000Z', queued_at: '2026-11-21T09:00:00.000Z' }),
    row('early arrival', { due: '2026-11-21T10:00:00.000Z', queued_at: '2026-11-21T08:00:00.000Z' }),
    row('no deadline'),
    row('low but due', { priority: 'low', due: '2026-11-21T08:00:00.000Z' }),
    row('urgent', { priority: 'urgent' }),
    row('sooner', { due: '2026-11-21T09:00:00.000Z' }),
  ];
  assert.deepEqual(rows.sort(compareRows).map((one) => one.id), ['urgent', 'sooner', 'early arrival', 'late arrival', 'no deadline', 'low but due']);
});
