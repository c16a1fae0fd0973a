import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CustomerSession } from '../src/protocol/customer_session';
import type { Frame } from '../src/protocol/frames';
import { kAnswerDeadlineMs, kFirstBackoffMs, kMaxGapResumes, kMaxOutbox } from '../src/protocol/limits';
import { FakeStorage, World } from './support';

function begin(world = new World()): { world: World; session: CustomerSession } {
  const session = new CustomerSession(world, 'p ', 'zh-CN', () => {});
  session.start();
  return { world, session };
}

function welcomed(): { world: World; session: CustomerSession } {
  const begun = begin();
  begun.world.socket.open().say(welcome('T1'));
  return begun;
}

const welcome = (token: string, seq = 0, conversation = 'K1'): Frame => ({ type: 'welcome', conversation, token, seq, locale: 'zh-CN', holder: 'bot' });
const entry = (seq: number, from: string, text: string, more: object = {}): Frame => ({ type: 'entry', seq, from, text, at: '2026-11-21T08:30:00.000Z', ...more });
const shown = (session: CustomerSession) => session.entries.map((one) => one.text);

test('the first hello names the language and has no token', () => {
  const { world } = begin();
  assert.deepEqual(world.socket.open().sent, [{ type: 'hello', locale: 'zh-CN' }]);
});

test('entries are shown in order, and the same entry again is ignored', () => {
  const { world, session } = welcomed();
  world.socket.say(entry(1, 'bot', 'one'), entry(2, 'bot', 'two'), entry(2, 'bot', 'two'), entry(1, 'bot', 'one'));
  assert.deepEqual(shown(session), ['one', 'two']);
});

test('a gap is not shown: the session resumes after the last entry it has', () => {
  const { world, session } = welcomed();
  world.socket.say(entry(1, 'bot', 'one'), entry(3, 'bot', 'three'));
  assert.deepEqual(shown(session), ['one']);
  assert.equal(world.sockets.length, 2);
  assert.deepEqual(world.socket.open().sent, [{ type: 'hello', token: 'T1', after_seq: 1 }]);
  world.socket.say(welcome('T2', 3), entry(2, 'bot', 'two'), entry(3, 'bot', 'three'));
  assert.deepEqual(shown(session), ['one', 'two', 'three']);
});

test('a gap that outlives its resumes is passed over, so that the customer is not left with nothing', () => {
  const { world, session } = welcomed();
  for (let resume = 0; resume < kMaxGapResumes; resume += 1) {
    world.socket.say(entry(5, 'bot', 'five'));
    assert.deepEqual(shown(session), []);
    world.socket.open().say(welcome('T', 5));
  }
  world.socket.say(entry(5, 'bot', 'five'));
  assert.deepEqual(shown(session), ['five']);
});

test('a message waits for its ack before the next one leaves, so that their order holds', () => {
  const { world, session } = welcomed();
  session.say('a');
  session.say('b');
  assert.equal(world.socket.count('message'), 1);
  world.socket.say({ type: 'ack', cid: 'c1', seq: 1 });
  assert.deepEqual(world.socket.last('message'), { type: 'message', text: 'b', cid: 'c2' });
});

test('after a cut the same message goes again with the same cid', () => {
  const { world, session } = welcomed();
  session.say('a');
  world.socket.cut();
  assert.equal(session.unsent[0]?.state, 'waiting');
  world.pass(kFirstBackoffMs);
  world.socket.open().say(welcome('T2'));
  assert.deepEqual(world.socket.last('message'), { type: 'message', text: 'a', cid: 'c1' });
});

test('an entry with our cid settles the message, also when its ack was lost', () => {
  const { world, session } = welcomed();
  session.say('a');
  world.socket.cut();
  world.pass(kFirstBackoffMs);
  world.socket.open().say(welcome('T2', 1), entry(1, 'customer', 'a', { cid: 'c1' }), { type: 'ack', cid: 'c1', seq: 1 });
  assert.equal(session.unsent.length, 0);
  assert.deepEqual(shown(session), ['a']);
});

test('an acked message stays on show until its entry arrives', () => {
  const { world, session } = welcomed();
  session.say('a');
  world.socket.say({ type: 'ack', cid: 'c1', seq: 1 });
  assert.equal(session.unsent[0]?.state, 'taken');
  world.socket.say(entry(1, 'customer', 'a', { cid: 'c1' }));
  assert.equal(session.unsent.length, 0);
});

test('a message without an ack for its deadline means a dead link: just before, nothing; then, a new socket', () => {
  const { world, session } = welcomed();
  session.say('a');
  world.pass(kAnswerDeadlineMs - 1);
  assert.equal(world.sockets.length, 1);
  world.pass(1);
  assert.equal(session.lost, true);
  world.pass(kFirstBackoffMs);
  assert.equal(world.sockets.length, 2);
});

test('a hello without a welcome for its deadline means a dead link too', () => {
  const { world } = begin();
  world.socket.open();
  world.pass(kAnswerDeadlineMs + kFirstBackoffMs);
  assert.equal(world.sockets.length, 2);
});

test('what was not sent survives a reload, in order, with its cids', () => {
  const world = new World();
  const { session } = begin(world);
  session.say('a');
  session.say('b');
  const later = new World();
  later.storage = world.storage;
  const again = new CustomerSession(later, 'p ', 'zh-CN', () => {});
  assert.equal(again.known, true);
  again.start();
  later.socket.open().say(welcome('T1'));
  assert.deepEqual(later.socket.last('message'), { type: 'message', text: 'a', cid: 'c1' });
  later.socket.say({ type: 'ack', cid: 'c1', seq: 1 });
  assert.deepEqual(later.socket.last('message'), { type: 'message', text: 'b', cid: 'c2' });
});

test('a reload resumes with the token and asks for everything', () => {
  const { world } = welcomed();
  const later = new World();
  later.storage = world.storage;
  begin(later);
  assert.deepEqual(later.socket.open().sent, [{ type: 'hello', token: 'T1', after_seq: 0 }]);
});

test('an unknown token begins a new conversation, and what waited goes into it', () => {
  const { world, session } = welcomed();
  world.socket.say(entry(1, 'bot', 'one'));
  session.say('a');
  world.socket.cut();
  world.pass(kFirstBackoffMs);
  world.socket.open().say({ type: 'error', code: 'unknown_token', message: '' });
  assert.deepEqual(world.socket.last('hello'), { type: 'hello', locale: 'zh-CN' });
  world.socket.say(welcome('N1', 0, 'K2'));
  assert.deepEqual(shown(session), []);
  assert.deepEqual(world.socket.last('message'), { type: 'message', text: 'a', cid: 'c1' });
});

test('a token that another tab has renewed is tried before the conversation is given up', () => {
  const { world } = welcomed();
  world.socket.cut();
  world.pass(kFirstBackoffMs);
  world.socket.open();
  world.storage.set('p token', 'T9');
  world.socket.say({ type: 'error', code: 'unknown_token', message: '' });
  assert.equal(world.socket.last('hello').token, 'T9');
});

test('two tabs do not lose each other\'s waiting messages', () => {
  const storage = new FakeStorage();
  const [one, two] = [new World(), new World()];
  one.storage = storage;
  two.storage = storage;
  two.unique = () => 'd1';
  const { session: first } = begin(one);
  const { session: second } = begin(two);
  first.say('a');
  second.say('b');
  const later = new World();
  later.storage = storage;
  assert.deepEqual(begin(later).session.unsent.map((item) => item.cid), ['c1', 'd1']);
});

test('a nack with retry_after is obeyed, and nothing overtakes the message', () => {
  const { world, session } = welcomed();
  session.say('a');
  session.say('b');
  world.socket.say({ type: 'nack', cid: 'c1', code: 'rate_limited', retry_after: 3 });
  world.pass(2_999);
  assert.equal(world.socket.count('message'), 1);
  world.pass(1);
  assert.equal(world.socket.count('message'), 2);
  assert.equal(world.socket.last('message').cid, 'c1');
});

test('a refused message stays, lets the next one pass, and can be sent again as a new one', () => {
  const { world, session } = welcomed();
  session.say('a');
  session.say('b');
  world.socket.say({ type: 'nack', cid: 'c1', code: 'bad_text' });
  assert.equal(session.unsent[0]?.state, 'refused');
  assert.equal(world.socket.last('message').cid, 'c2');
  world.socket.say({ type: 'ack', cid: 'c2', seq: 1 });
  session.retry('c1');
  assert.deepEqual(world.socket.last('message'), { type: 'message', text: 'a', cid: 'c3' });
});

test('a message that the server closes the link over is not sent again', () => {
  const { world, session } = welcomed();
  session.say('much');
  world.socket.cut(1009);
  assert.equal(session.unsent[0]?.code, 'too_long');
  world.pass(kFirstBackoffMs);
  world.socket.open().say(welcome('T2'));
  assert.equal(world.socket.count('message'), 0);
});

test('a choice is sent by its id', () => {
  const { world, session } = welcomed();
  session.choose({ id: 'yes', label: '对' });
  assert.equal(world.socket.last('message').choice, 'yes');
});

test('the waits between tries grow and are bounded', () => {
  const { world } = begin();
  const waits: number[] = [];
  for (let tries = 0; tries < 10; tries += 1) {
    world.socket.cut();
    const before = world.sockets.length;
    let waited = 0;
    while (world.sockets.length === before) { world.pass(50); waited += 50; }
    waits.push(waited);
  }
  assert.deepEqual(waits.slice(0, 4), [250, 500, 1000, 2000]);
  assert.equal(waits.at(-1), 15_000);
});

test('waking up does not sit out the wait', () => {
  const { world, session } = welcomed();
  world.socket.cut();
  session.wake(false);
  assert.equal(world.sockets.length, 2);
});

test('a page that was frozen resumes on a fresh socket', () => {
  const { world, session } = welcomed();
  session.wake(true);
  assert.equal(world.sockets[0]?.closed, true);
  assert.equal(world.sockets.length, 2);
});

test('a server that goes down says when to come back', () => {
  const { world } = welcomed();
  world.socket.say({ type: 'reconnect', after: 4 });
  world.pass(3_999);
  assert.equal(world.sockets.length, 1);
  world.pass(1_000);
  assert.equal(world.sockets.length, 2);
});

test('late words of a socket that was given up are not heard', () => {
  const { world, session } = welcomed();
  const old = world.socket;
  session.wake(true);
  old.say(entry(1, 'bot', 'ghost'));
  old.cut();
  assert.deepEqual(shown(session), []);
  assert.equal(world.sockets.length, 2);
});

test('frames that are not frames are passed over', () => {
  const { world, session } = welcomed();
  for (const text of ['', 'null', '[]', '{"type":7}', '{"type":"entry"}', '{"type":"entry","seq":1.5}', '{"type":"unheard_of"}']) world.socket.events.received(text);
  assert.deepEqual(shown(session), []);
  assert.equal(session.link, 'ready');
});

test('unread counts the other side only, and survives a reload', () => {
  const { world, session } = welcomed();
  world.socket.say(entry(1, 'bot', 'one'), entry(2, 'customer', 'mine'), entry(3, 'agent', 'two'));
  assert.equal(session.unread, 2);
  session.read();
  assert.equal(session.unread, 0);
  assert.deepEqual(world.socket.last('read'), { type: 'read', seq: 3 });
  const later = new World();
  later.storage = world.storage;
  const again = begin(later).session;
  later.socket.open().say(welcome('T2', 4), entry(1, 'bot', 'one'), entry(2, 'customer', 'mine'), entry(3, 'agent', 'two'), entry(4, 'agent', 'three'));
  assert.equal(again.unread, 1);
});

test('the outbox is bounded, and says so', () => {
  const { session } = begin();
  for (let said = 0; said < kMaxOutbox; said += 1) assert.equal(session.say('x'), true);
  assert.equal(session.say('one more'), false);
});

test('the holder and the place in the queue are known, and the place is forgotten when the queue is over', () => {
  const { world, session } = welcomed();
  world.socket.say({ type: 'holder', holder: 'queue' }, { type: 'queue', position: 2, estimate_minutes: 5 });
  assert.deepEqual(session.queue, { position: 2, estimateMinutes: 5 });
  world.socket.say({ type: 'holder', holder: 'agent', name: '李娜', staff_number: '1024' });
  assert.deepEqual(session.holder, { kind: 'agent', name: '李娜', staffNumber: '1024' });
  assert.equal(session.queue, undefined);
});

test('beginning anew drops the token and what belonged to the old conversation', () => {
  const { world, session } = welcomed();
  world.socket.say(entry(1, 'bot', 'one'));
  session.begin('en');
  assert.deepEqual(world.socket.open().sent, [{ type: 'hello', locale: 'en' }]);
  assert.deepEqual(shown(session), []);
});

test('a conversation that an earlier page began is not fresh, even before its words have come back', () => {
  const { world } = welcomed();
  const { session } = begin(world);
  assert.equal(session.fresh, false);
  world.socket.open().say(welcome('T2', 2), entry(1, 'bot', 'hello'));
  assert.equal(session.fresh, false);
});

test('a conversation is fresh until the customer says something', () => {
  const { session } = welcomed();
  assert.equal(session.fresh, true);
  session.say('a');
  assert.equal(session.fresh, false);
});
