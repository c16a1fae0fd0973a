// `node instructions.mjs [--json] [--functions N]`: user instructions of an echoed message and of a turn, counted by callgrind, the turn's split by
// room. A count of instructions is hardly moved by what else the machine does. Programs must be built (tests/bench/instructions.sh builds them).
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeConfiguration } from "./configuration.mjs";
import { load, startDesk, startEcho, temporaryFolder } from "./programs.mjs";
import { bareName, byRoom, inFunctions, readDump, total } from "./rooms.mjs";

const kConnections = 100;
const kConversations = 200;
const kTurns = 6;
const kEchoes = 2000;

// Under callgrind: `count(work)` is what the functions of the program took while `work` ran.
async function underCallgrind(folder, name, begin) {
    const out = join(folder, `${name}.callgrind`);
    const program = await begin(["valgrind", "--tool=callgrind", "--instr-atstart=no", `--callgrind-out-file=${out}`]);
    const control = (...words) => execFileSync("callgrind_control", [...words, String(program.pid)], { stdio: "pipe" });
    let dumps = 0;
    return {
        program,
        on: () => control("-i", "on"),
        count(work) {
            control("-z");
            work();
            control("-d");
            return readDump(readFileSync(`${out}.${++dumps}`, "utf8"));
        },
    };
}

async function countEcho(folder, name) {
    const { program, on, count } = await underCallgrind(folder, name, (prefix) => startEcho(name, prefix));
    const echoes = (messages) => load(program, { echo: true, connections: kConnections, conversations: messages });
    echoes(kEchoes);
    on();
    echoes(kEchoes);
    const long = total(count(() => echoes(2 * kEchoes)));
    const short = total(count(() => echoes(kEchoes)));
    await program.stop();
    return (long - short) / kEchoes;
}

// A conversation's functions with all its turns, and with the greeting only.
async function countDesk(folder) {
    const configuration = join(folder, "config");
    writeConfiguration(configuration);
    const { program, on, count } = await underCallgrind(folder, "desk", (prefix) => startDesk(configuration, join(folder, "data"), { demo: true, prefix }));
    const intakes = (turns, conversations) => load(program, { connections: kConnections, conversations, turns });
    intakes(kTurns, kConnections);
    on();
    intakes(kTurns, kConnections);
    const whole = count(() => intakes(kTurns, kConversations));
    const greeted = count(() => intakes(0, kConversations));
    await program.stop();
    return { whole, greeted };
}

export async function countInstructions() {
    const folder = temporaryFolder();
    const echo = await countEcho(folder, "echo_beast");
    const edge = await countEcho(folder, "echo_edge");
    const { whole, greeted } = await countDesk(folder);
    const turns = kConversations * kTurns;
    const perTurn = (measure) => (measure(whole) - measure(greeted)) / turns;
    const greetedRooms = byRoom(greeted);
    const rooms = [...byRoom(whole)].map(([room, cost]) => [room, Math.round((cost - (greetedRooms.get(room) ?? 0)) / turns)]);
    const beginningRooms = [...greetedRooms].map(([room, cost]) => [room, Math.round(cost / kConversations)]);
    const dearestFirst = (costs) => Object.fromEntries([...costs].sort((a, b) => b[1] - a[1]));
    const functions = new Map();
    for (const [name, { self }] of whole) {
        const bare = bareName(name);
        functions.set(bare, (functions.get(bare) ?? 0) + (self - (greeted.get(name)?.self ?? 0)) / turns);
    }
    return {
        echo: Math.round(echo),
        edge: Math.round(edge),
        turn: Math.round(perTurn(total)),
        ratio: Number((perTurn(total) / echo).toFixed(2)),
        beginning: Math.round(total(greeted) / kConversations),
        rooms: dearestFirst(rooms),
        beginningRooms: dearestFirst(beginningRooms),
        allocating: Math.round(perTurn((dump) => inFunctions(dump, /^(malloc|free|calloc|realloc|_int_malloc|_int_free|malloc_consolidate|unlink_chunk|operator_new|operator_delete)$/))),
        copying: Math.round(perTurn((dump) => inFunctions(dump, /mem(cpy|move|set|cmp)/))),
        functions: dearestFirst([...functions].map(([name, cost]) => [name, Math.round(cost)])),
    };
}

export function describe(counted, functions) {
    const row = (name, value) => `${name.padEnd(34)} ${value.toLocaleString("en-GB").padStart(12)}`;
    const lines = [
        row("echoed message (bare Beast)", counted.echo),
        row("the same through the desk's edge", counted.edge),
        row("turn", counted.turn),
        row("turn / echo", counted.ratio),
        row("beginning of a conversation", counted.beginning),
        "",
        "of a turn, by room (libc and the standard library counted for who calls them):",
        ...Object.entries(counted.rooms).map(([room, cost]) => row(`  ${room}`, cost)),
        row("in these: malloc and free", counted.allocating),
        row("in these: memcpy, memset, memcmp", counted.copying),
    ];
    if (functions > 0) lines.push("", "of a turn, by function:", ...Object.entries(counted.functions).slice(0, functions).map(([name, cost]) => row(`  ${name}`, cost)));
    return lines.join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const words = process.argv.slice(2);
    const at = words.indexOf("--functions");
    const functions = at < 0 ? 0 : Number(words[at + 1]);
    const counted = await countInstructions();
    console.log(words.includes("--json") ? JSON.stringify(counted) : describe(counted, functions));
}
