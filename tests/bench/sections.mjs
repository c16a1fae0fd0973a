// What ./bench.sh measures, a function for each section. Each returns rows of the table: { what, measured, goal, held }, held being undefined where no
// goal is set. Yardstick and desk are measured in turns in one run, and the medians of the rounds count.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeConfiguration } from "./configuration.mjs";
import { countInstructions } from "./instructions.mjs";
import { fdatasyncMicroseconds, fill, kRoot, load, start, startDesk, startEcho, temporaryFolder, verifyLog } from "./programs.mjs";

const kMiB = 1024 * 1024;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const middle = (runs, name) => median(runs.map((run) => run[name]));
const whole = (value) => Math.round(value).toLocaleString("en-GB");
const ratio = (value) => (value < 0.1 ? value.toPrecision(2) : value.toFixed(value < 10 ? 2 : 1));
const milliseconds = (microseconds) => (microseconds / 1000).toLocaleString("en-GB", { maximumSignificantDigits: 3 });
const latencies = (runs) => `${["p50_us", "p99_us", "p999_us"].map((name) => milliseconds(middle(runs, name))).join(" / ")} ms`;
const atLeast = (value, bound, goal) => ({ measured: ratio(value), goal: `>= ${bound}${goal ? `, goal ${goal}` : ""}`, held: value >= bound });
const atMost = (value, bound, text = ratio(value), unit = "") => ({ measured: text, goal: `<= ${bound}${unit}`, held: value <= bound });

// A desk with the benches' configuration; the records are imported before, so that their import is in no figure.
async function desk(folder = temporaryFolder()) {
    const configuration = join(folder, "config");
    writeConfiguration(configuration);
    const data = join(folder, "data");
    await (await startDesk(configuration, data, { demo: true })).stop();
    return startDesk(configuration, data);
}

function rounds(count, runs) {
    const all = runs.map(() => []);
    for (let round = 0; round < count; ++round) runs.forEach((run, i) => all[i].push(run()));
    return all;
}

// Closed loop beside the echo, at 1, 100 and 1,000 connections.
export async function turns({ seconds, count }) {
    const folder = temporaryFolder();
    const [echo, server] = [await startEcho("echo_beast"), await desk(folder)];
    const rows = [];
    for (const connections of [1, 100, 1000]) {
        const [echoes, intakes, probes] = rounds(count, [
            () => load(echo, { echo: true, connections, seconds }),
            () => load(server, { connections, seconds }),
            () => fdatasyncMicroseconds(folder),
        ]);
        const at = `at ${whole(connections)} connection${connections > 1 ? "s" : ""}`;
        rows.push({ what: `${at}: echoes a second (bare Beast)`, measured: whole(middle(echoes, "turns_per_second")) });
        rows.push({ what: `${at}: durable turns a second`, measured: whole(middle(intakes, "turns_per_second")) });
        const share = middle(intakes, "turns_per_second") / middle(echoes, "turns_per_second");
        rows.push({ what: `${at}: turns / echoes`, ...(connections > 1 ? atLeast(share, 0.4, 0.6) : { measured: ratio(share) }) });
        rows.push({ what: `${at}: p50 / p99 / p99.9 of a turn`, measured: latencies(intakes) });
        rows.push({ what: `${at}: CPU of a turn; of an echo`, measured: `${ratio(middle(intakes, "cpu_us_per_turn"))} us; ${ratio(middle(echoes, "cpu_us_per_turn"))} us` });
        rows.push({ what: `${at}: bytes written a turn`, measured: whole(middle(intakes, "written_bytes_per_turn")) });
        rows.push({ what: `${at}: fdatasync of 4 KiB, median`, measured: `${whole(median(probes))} us` });
        if (connections === 1) rows.push({ what: `${at}: p50 / fdatasync`, ...atMost(middle(intakes, "p50_us") / median(probes), 4) });
    }
    await Promise.all([echo.stop(), server.stop()]);
    return rows;
}

// Constant rate over 1,000 connections, latency from the intended time.
export async function rate({ seconds, count }) {
    const folder = temporaryFolder();
    const server = await desk(folder);
    const connections = 1000;
    const [closed] = rounds(count, [() => load(server, { connections, seconds })]);
    const most = middle(closed, "turns_per_second");
    const rows = [{ what: "closed loop at 1,000 connections: turns a second (the maximum)", measured: whole(most) }];
    for (const share of [0.25, 0.5, 0.75]) {
        const [open, probes] = rounds(count, [() => load(server, { connections, seconds, rate: most * share }), () => fdatasyncMicroseconds(folder)]);
        const what = `at ${share * 100} % of it`;
        rows.push({ what: `${what}: p50 / p99 / p99.9 from the intended time`, measured: latencies(open) });
        if (share === 0.5) rows.push({ what: `${what}: p99 / fdatasync (${whole(median(probes))} us)`, ...atMost(middle(open, "p99_us") / median(probes), 30) });
    }
    await server.stop();
    return rows;
}

// Two processes that do nothing but take CPU.
export async function hogs({ seconds, count }) {
    const folder = temporaryFolder();
    const server = await desk(folder);
    const connections = 100;
    const beside = () => {
        const busy = [0, 1].map(() => spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
        const result = load(server, { connections, seconds });
        busy.forEach((each) => each.kill("SIGKILL"));
        return result;
    };
    const [quiet, crowded] = rounds(count, [() => load(server, { connections, seconds }), beside]);
    await server.stop();
    verifyLog(join(folder, "data"));
    return [
        { what: "100 connections, quiet: turns a second", measured: whole(middle(quiet, "turns_per_second")) },
        { what: "with two CPU hogs beside: turns a second, every answer right, the journal whole", measured: whole(middle(crowded, "turns_per_second")) },
        { what: "with hogs / quiet", ...atLeast(middle(crowded, "turns_per_second") / middle(quiet, "turns_per_second"), 0.2) },
    ];
}

// The node peer of tests/bench/peers, on the same intake.
export async function peer({ seconds, count }) {
    const folder = join(kRoot, "tests/bench/peers");
    if (!existsSync(join(folder, "node_modules"))) execFileSync("npm", ["ci"], { cwd: folder, stdio: ["ignore", 2, 2] });
    const data = temporaryFolder();
    const server = await desk(data);
    const other = await start([process.execPath, join(folder, "desk.mjs"), join(data, "config"), join(data, "peer")], /peer on (\d+)/);
    const rows = [];
    for (const connections of [100, 1000]) {
        const [peers, ours] = rounds(count, [() => load(other, { connections, seconds }), () => load(server, { connections, seconds })]);
        const [theirs, mine] = [peers, ours].map((runs) => middle(runs, "turns_per_second"));
        rows.push({ what: `at ${whole(connections)} connections: turns a second of the peer; of the desk`, measured: `${whole(theirs)}; ${whole(mine)}` });
        rows.push({ what: `at ${whole(connections)} connections: desk / peer`, ...atLeast(mine / theirs, 12) });
    }
    await Promise.all([server.stop(), other.stop()]);
    return rows;
}

// Resident memory: an empty server, idle customers with a conversation each, and active ones besides.
export async function memory({ idle }) {
    const empty = await startDesk(join(kRoot, "config"), join(temporaryFolder(), "data"), { demo: true });
    const [{ resident_before: bare }] = [load(empty, { connections: 1, conversations: 1, turns: 0 })];
    await empty.stop();
    const server = await desk();
    const run = load(server, { idle, hold: 10, connections: 1000, rate: 1000, seconds: 10 });
    await server.stop();
    const each = (run.resident_idle - run.resident_before) / idle;
    return [
        { what: "empty server", ...atMost(bare / kMiB, 32, `${ratio(bare / kMiB)} MiB`, " MiB") },
        { what: `each of ${whole(idle)} idle customers, conversation included`, ...atMost(each, 6000, `${whole(each)} bytes`, " bytes, goal 2,000") },
        { what: `${whole(idle)} idle and 1,000 active customers`, ...atMost(run.resident_after / kMiB, 150, `${ratio(run.resident_after / kMiB)} MiB`, " MiB") },
    ];
}

// A store with many conversations: start and resume.
export async function million({ conversations }) {
    const folder = temporaryFolder();
    const [configuration, data, tokens] = ["config", "data", "tokens"].map((name) => join(folder, name));
    writeConfiguration(configuration);
    const filling = Date.now();
    writeFileSync(tokens, fill(configuration, data, conversations));
    const filled = (Date.now() - filling) / 1000;
    const bytes = Number(execFileSync("du", ["-sb", data], { encoding: "utf8" }).split("\t")[0]);
    const starting = Date.now();
    const server = await startDesk(configuration, data);
    const started = (Date.now() - starting) / 1000;
    const resumed = load(server, { resume: tokens });
    await server.stop();
    return [
        { what: `${whole(conversations)} conversations: written in`, measured: `${whole(filled)} s` },
        { what: "on disk, each", measured: `${whole(bytes / conversations)} bytes` },
        { what: "start until the first connection is taken", ...atMost(started, 2, `${ratio(started)} s`, " s") },
        { what: `resume of any (${resumed.turns} tried): p50 / p99`, ...atMost(resumed.p99_us / 1000, 5, latencies([resumed]).replace(/ \/ [\d.]+ ms/, " ms"), " ms") },
        { what: "resident with them", measured: `${ratio(resumed.resident_after / kMiB)} MiB` },
    ];
}

// Instructions under callgrind, by room.
export async function instructions() {
    const counted = await countInstructions();
    const profile = (rooms) => Object.entries(rooms).filter(([, cost]) => cost >= 50).map(([room, cost]) => `${room} ${whole(cost)}`).join(", ");
    return [
        { what: "user instructions of an echoed message (bare Beast)", measured: whole(counted.echo) },
        { what: "the same through the desk's own edge", measured: whole(counted.edge) },
        { what: "user instructions of a turn", measured: whole(counted.turn) },
        { what: "turn / echo", ...atMost(counted.ratio, 5) },
        { what: "a turn by room", measured: profile(counted.rooms) },
        { what: "in these: malloc and free; memcpy, memset, memcmp", measured: `${whole(counted.allocating)}; ${whole(counted.copying)}` },
        { what: "beginning of a conversation (connect, upgrade, hello, greeting, end)", measured: whole(counted.beginning) },
        { what: "a beginning by room", measured: profile(counted.beginningRooms) },
    ];
}
