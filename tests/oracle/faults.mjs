// Puts one fault at a time into a copy of the flow interpreter and shows that the comparison with xstate finds it.
//   node tests/oracle/faults.mjs [--build build/release] [name ...]
// Each fault must be found within 1,000 machines. A fault whose lines are not in the interpreter any more is an error. Exit code 1 when one survives.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const kMachines = '1000';
const kSource = 'dialog/interpreter.cpp';

// What goes wrong, the text that is there, the text that takes its place.
const kFaults = [
  ['outer state answers first', 'collect(child, event, out);\n        if', 'if (const auto* outer = choose(index, event)) { out.push_back({index, outer}); return; }\n        collect(child, event, out);\n        if'],
  ['only the first region answers', 'if (state.type == State::Type::compound) break;', 'if (out.size() != before) break;'],
  ['a region and the parallel state both answer', 'if (out.size() != before) return;\n    if (const auto* transition', 'if (out.size() != before && state.type != State::Type::parallel) return;\n    if (const auto* transition'],
  ['guards are not asked', 'if (passes(transition->guard, event)) return transition;', 'return transition;'],
  ['descriptors in document order', 'return a.first > b.first;', 'return false;'],
  ['the widest descriptor first', 'return a.first > b.first;', 'return a.first < b.first;'],
  ['and is or', 'if (guard.type == "and") return std::all_of', 'if (guard.type == "and") return std::any_of'],
  ['or is and', 'if (guard.type == "or") return std::any_of', 'if (guard.type == "or") return std::all_of'],
  ['not is forgotten', 'return !each(guard.of.front());', 'return each(guard.of.front());'],
  ['stateIn is always true', 'return is_active(machine_.find(guard.params.at("state")));', 'return true;'],
  ['always transitions only after the event', 'auto taken = look ? select_always(event) : TakenList{};', 'auto taken = look && internal_.empty() ? select_always(event) : TakenList{};'],
  ['an idle always transition is taken again', 'look = microstep(taken, event) || !always;', 'microstep(taken, event);'],
  ['raised events come last first', 'event = std::move(internal_.front());\n            internal_.pop_front();', 'event = std::move(internal_.back());\n            internal_.pop_back();'],
  ['always transitions do not see the event', 'if (!passes(transition.guard, last_event)) continue;', 'if (transition.guard && !passes(transition.guard, "")) continue;\n                host_.took_up("");'],
  ['always transitions in document order', 'for (auto leaf : configuration_.active) {\n        if (!is_leaf', 'for (auto leaf : leaves()) {\n        if (!is_leaf'],
  ['conflicts stay', 'if (enabled.size() < 2) return enabled;', 'return enabled;'],
  ['the outer of two conflicting ones stays', 'const bool inner = machine_.is_descendant(candidate.source, other.source);', 'const bool inner = false;'],
  ['the later of two conflicting ones stays', 'if (conflict && !inner) preempted = true;', ''],
  ['actions before exit', 'leave(exit_set(taken), event);\n    for (const auto& each : taken) run_all(each.transition->actions, event);', 'for (const auto& each : taken) run_all(each.transition->actions, event);\n    leave(exit_set(taken), event);'],
  ['actions after entry', 'for (const auto& each : taken) run_all(each.transition->actions, event);\n    enter(entry_set(taken), event);', 'enter(entry_set(taken), event);\n    for (const auto& each : taken) run_all(each.transition->actions, event);'],
  ['a delayed raise comes at once', 'else if (action["delay"].empty())', 'else if (true)'],
  ['cancel does nothing', 'if (action.type == "cancel") host_.stop_timer(action["id"]);', 'if (action.type == "cancel") {}'],
  ['reenter is ignored', 'if (!taken.transition->reenter && std::all_of(targets.begin(), targets.end(), inside)) return taken.source;', 'if (std::all_of(targets.begin(), targets.end(), inside)) return taken.source;'],
  ['every transition reenters', 'if (!taken.transition->reenter && std::all_of(targets.begin(), targets.end(), inside)) return taken.source;', ''],
  ['the domain skips parallel states', 'if (std::all_of(all.begin() + 1, all.end(), [&](StateIndex state) { return machine_.is_descendant(state, up); })) return up;', 'if (machine_.at(up).type != State::Type::parallel && std::all_of(all.begin() + 1, all.end(), [&](StateIndex state) { return machine_.is_descendant(state, up); })) return up;'],
  ['the root is never left', 'return taken.transition->reenter ? kNoState : 0;', 'return 0;'],
  ['only the first target counts', 'for (auto target : transition.targets) {\n        const auto& state = machine_.at(target);', 'for (auto target : transition.targets) {\n        if (!out.empty()) break;\n        const auto& state = machine_.at(target);'],
  ['outer states are left first', 'for (auto it = states.rbegin(); it != states.rend(); ++it) {\n        const auto& state = machine_.at(*it);\n        run_all(state.exit, event);\n        for (auto delay : state.after) host_.stop_timer(delay_event(state, delay));\n        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);\n        looked_up_', 'for (auto it = states.begin(); it != states.end(); ++it) {\n        const auto& state = machine_.at(*it);\n        run_all(state.exit, event);\n        for (auto delay : state.after) host_.stop_timer(delay_event(state, delay));\n        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);\n        looked_up_'],
  ['timers of a left state go on', 'run_all(state.exit, event);\n        for (auto delay : state.after) host_.stop_timer(delay_event(state, delay));\n        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);\n        looked_up_', 'run_all(state.exit, event);\n        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);\n        looked_up_'],
  ['history is not kept', 'configuration_.history[child] = std::move(kept);', ''],
  ['deep history is shallow', 'state.deep ? is_leaf(inner) && machine_.is_descendant(active, leaving) : inner.parent == leaving', 'inner.parent == leaving'],
  ['shallow history is deep', 'state.deep ? is_leaf(inner) && machine_.is_descendant(active, leaving) : inner.parent == leaving', 'is_leaf(inner) && machine_.is_descendant(active, leaving)'],
  ['history is kept at the first time only', 'configuration_.history[child] = std::move(kept);', 'configuration_.history.try_emplace(child, std::move(kept));'],
  ['remembered states are entered without what is inside', 'add_descendants(target, entering);\n    }\n    for (auto target : targets) add_ancestors(target, state.parent', '}\n    for (auto target : targets) add_ancestors(target, state.parent'],
  ['initial actions are not run', 'if (state.type == State::Type::compound && contains(entering.by_default, index))', 'if (false)'],
  ['initial actions are always run', 'if (state.type == State::Type::compound && contains(entering.by_default, index))', 'if (state.type == State::Type::compound)'],
  ['initial actions of a history\'s parent are not run', 'if (!known && state.as_parent) add(entering.by_default, state.parent);', ''],
  ['initial actions before entry', 'run_all(state.entry, event);\n        for (auto delay : state.after) host_.start_timer', 'if (state.type == State::Type::compound && contains(entering.by_default, index)) run_all(state.initial.actions, event);\n        run_all(state.entry, event);\n        if (state.type == State::Type::compound) entering.by_default.erase(std::remove(entering.by_default.begin(), entering.by_default.end(), index), entering.by_default.end());\n        for (auto delay : state.after) host_.start_timer'],
  ['regions beside a target are not entered', 'if (machine_.at(up).type == State::Type::parallel) add_regions(up, false, entering);', ''],
  ['regions are entered twice', 'if (is_history(machine_.at(child)) || there) continue;', 'if (is_history(machine_.at(child))) continue;'],
  ['regions of the domain are not entered again', 'if (below != kNoState && machine_.at(below).type == State::Type::parallel) add_regions(below, false, entering);', ''],
  ['a target that is the source is entered again', 'const bool stays = target == each.source && each.source == below && !each.transition->reenter;', 'const bool stays = false;'],
  ['entry in the order of targets', 'std::sort(entering.states.begin(), entering.states.end());', ''],
  ['done of a compound state is not told', 'internal_.push_back(done_event(machine_.at(parent)));\n        up', 'up'],
  ['a parallel state is done with its first region', 'return std::all_of(state.children.begin(), state.children.end(),\n                           [&](StateIndex child) { return is_history(machine_.at(child)) || is_in_final(child); });', 'return true;'],
  ['done of a parallel state is not told', 'internal_.push_back(done_event(machine_.at(up)));\n        up', 'up'],
  ['the machine never ends', 'if (up == kNoState) configuration_.done = true;', ''],
  ['the end runs no exit actions', 'if (configuration_.done) leave_for_good(event);\n    auto& after', 'auto& after'],
  ['a hundred microsteps are too many', 'if (microsteps > kMaxMicrosteps) throw', 'if (microsteps > kMaxMicrosteps - 1) throw'],
  ['events go on after the end', 'if (configuration_.done) return false;\n    const auto taken', 'const auto taken'],
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { build: { type: 'string', default: 'build/release' } } });
const build = values.build;
const folder = `${build}/oracle_faults`;
mkdirSync(folder, { recursive: true });

const commands = execFileSync('ninja', ['-C', build, '-t', 'commands', 'flow_oracle'], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n').slice(1);
const compile = commands.find((line) => line.includes(`/${kSource}.o `) || line.endsWith(kSource));
const link = commands.find((line) => line.includes(' -o flow_oracle '));
const object = / -o (\S+\.o)/.exec(compile)[1];
const source = readFileSync(kSource, 'utf8');

// The fault's own object is linked before the libraries and so takes the interpreter's place.
function buildWith(text, name) {
  const base = `oracle_faults/${name.replaceAll(/[^a-z]+/g, '_')}`;
  writeFileSync(`${build}/${base}.cpp`, text);
  const own = compile.replaceAll(object, `${base}.o`).replace(/ -c \S+/, ` -w -c ${base}.cpp`);
  execFileSync('sh', ['-c', own], { cwd: build, stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('sh', ['-c', link.replace(' -o flow_oracle ', ` ${base}.o -o ${base} `)], { cwd: build, stdio: ['ignore', 'ignore', 'inherit'] });
  return `${build}/${base}`;
}

let survived = 0;
let tried = 0;
for (const [name, from, to] of kFaults) {
  if (positionals.length && !positionals.includes(name)) continue;
  ++tried;
  if (source.split(from).length !== 2) throw new Error(`the fault "${name}" fits ${source.split(from).length - 1} places of ${kSource}`);
  const program = buildWith(source.replace(from, () => to), name);
  const { status, signal } = spawnSync(program, ['--machines', kMachines, '--no-shrink'], { stdio: 'ignore', timeout: 300_000 });
  const found = status !== 0 || signal;
  survived += found ? 0 : 1;
  console.log(`${found ? 'found   ' : 'SURVIVED'} ${name}`);
}
console.log(`${tried - survived} of ${tried} faults found within ${kMachines} machines`);
process.exit(survived ? 1 : 0);
