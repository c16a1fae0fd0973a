// Runs machines through npm xstate, the reference of the flow interpreter. Reads one JSON object a line from standard input,
// {"machine": config, "events": [name | {"type": name, "guards": {...}} | {"after": ms}]}, and answers each with one line:
// {"steps": [{"states": [leaf ids in document order], "actions": [names], "done": bool}, ...]}, the first step being the start;
// "error" holds the message when the machine broke off there, "refused" why it could not be made at all, and "illegal" is true when it
// came to stand in states that no statechart may be in together.
import { createInterface } from 'node:readline';
import { and, cancel, createActor, createMachine, fromCallback, not, or, raise, stateIn } from 'xstate';

const kMaxMicrosteps = 100;
const kMaxTimers = 1000; // that wait; a machine that doubles its raises is left out

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

// Names into what xstate calls; `names` collects those that the machine needs implementations for.
class Translation {
  actionNames = new Set();
  guardNames = new Set();

  action(from) {
    const type = typeof from === 'string' ? from : from.type;
    const params = from.params ?? {};
    if (type === 'raise') return raise({ type: params.event }, { delay: params.delay, id: params.id });
    if (type === 'cancel') return cancel(params.id);
    this.actionNames.add(type);
    return from;
  }

  actions(from) {
    return list(from).map((each) => this.action(each));
  }

  guard(from) {
    const type = typeof from === 'string' ? from : from.type;
    const inner = () => from.params.guards.map((each) => this.guard(each));
    if (type === 'and') return and(inner());
    if (type === 'or') return or(inner());
    if (type === 'not') return not(inner()[0]);
    if (type === 'stateIn') return stateIn(from.params.state);
    this.guardNames.add(type);
    return from;
  }

  transition(from) {
    if (typeof from === 'string') return from;
    const made = { ...from, actions: this.actions(from.actions) };
    if (from.guard !== undefined) made.guard = this.guard(from.guard);
    return made;
  }

  transitions(from) {
    return Array.isArray(from) ? from.map((each) => this.transition(each)) : this.transition(from);
  }

  table(from) {
    return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, this.transitions(value)]));
  }

  state(from) {
    const made = { ...from, entry: this.actions(from.entry), exit: this.actions(from.exit) };
    if (from.initial?.actions) made.initial = { ...from.initial, actions: this.actions(from.initial.actions) };
    for (const key of ['on', 'after']) if (from[key]) made[key] = this.table(from[key]);
    if (from.invoke) made.invoke = { ...from.invoke, ...this.table({ onDone: from.invoke.onDone }) };
    for (const key of ['always', 'onDone']) if (from[key]) made[key] = this.transitions(from[key]);
    if (from.states) made.states = Object.fromEntries(Object.entries(from.states).map(([key, value]) => [key, this.state(value)]));
    return made;
  }
}

class VirtualClock {
  now = 0;
  timers = new Map(); // in the order of setting
  next = 1;

  setTimeout = (run, delay) => {
    if (this.timers.size === kMaxTimers) this.overfull = true;
    if (this.overfull) return 0;
    this.timers.set(this.next, { due: this.now + delay, run });
    return this.next++;
  };

  clearTimeout = (id) => this.timers.delete(id);

  advance(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      let first;
      for (const [id, timer] of this.timers) if (timer.due <= until && (!first || timer.due < first.timer.due)) first = { id, timer };
      if (!first) break;
      this.timers.delete(first.id);
      this.now = first.timer.due;
      first.timer.run();
    }
    this.now = until;
  }
}

// One child of an active compound state, every region of a parallel one, and no state without its parent.
function isLegal(nodes) {
  const active = new Set(nodes);
  return nodes.every((node) => {
    const children = Object.values(node.states).filter((child) => child.type !== 'history');
    const inside = children.filter((child) => active.has(child)).length;
    const whole = node.type === 'parallel' ? children.length : node.type === 'compound' ? 1 : 0;
    return inside === whole && (!node.parent || active.has(node.parent));
  });
}

function run({ machine: config, events }) {
  const translation = new Translation();
  const log = [];
  const clock = new VirtualClock();
  const steps = [];
  let actor;
  let error;
  let illegal = false;
  try {
    const translated = { ...translation.state(config), options: { maxIterations: kMaxMicrosteps } };
    const machine = createMachine(translated, {
      actions: Object.fromEntries([...translation.actionNames].map((name) => [name, () => log.push(name)])),
      actors: { wait: fromCallback(() => {}) },
      guards: Object.fromEntries([...translation.guardNames].map((name) => [name, ({ event }) => event.guards?.[name] ?? true])),
    });
    actor = createActor(machine, { clock });
  } catch (fault) {
    return { refused: String(fault.message) };
  }
  actor.subscribe({ error: (fault) => (error = String(fault.message)) });
  const keep = () => {
    const snapshot = actor.getSnapshot();
    illegal ||= !isLegal(snapshot._nodes);
    const leaves = snapshot._nodes.filter((node) => node.type === 'atomic' || node.type === 'final').sort((a, b) => a.order - b.order);
    steps.push({ states: leaves.map((node) => node.id), actions: log.splice(0), done: snapshot.status === 'done' });
  };
  actor.start();
  if (!error) keep();
  for (const event of events) {
    if (error) break;
    if (event.after !== undefined) clock.advance(event.after);
    else actor.send(typeof event === 'string' ? { type: event } : event);
    if (!error) keep();
  }
  return clock.overfull ? { refused: 'too many timers' } : { steps, illegal, error };
}

for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${JSON.stringify(run(JSON.parse(line)))}\n`);
