// Starts the programs that the benches measure, and drives them with `load`. Every program listens on a free port of 127.0.0.1.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const kRoot = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const kBuilt = join(kRoot, "build/release");
const kStartSeconds = 120; // under valgrind, with a million conversations

// A folder below build/, so on the disk of the checkout; taken away at the end.
export function temporaryFolder() {
    const folder = mkdtempSync(join(kRoot, "build/bench-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

// Starts `command` and waits for the port that `announced` finds in its output. `stop()` ends it and waits for the end.
export async function start(command, announced, options = {}) {
    const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "pipe", "pipe"], ...options });
    const kill = () => child.kill("SIGKILL");
    process.on("exit", kill);
    let output = "";
    const ended = new Promise((resolve) => child.on("exit", resolve));
    const port = await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${command.join(" ")} did not start:\n${output}`)), kStartSeconds * 1000);
        const hear = (chunk) => {
            output = (output + chunk).slice(-4000);
            const found = announced.exec(output);
            if (found) resolve(Number(found[1]));
            if (found) clearTimeout(timer);
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        child.on("error", reject);
        child.on("exit", (code) => reject(new Error(`${command.join(" ")} ended (${code}):\n${output}`)));
    });
    return {
        port,
        pid: child.pid,
        async stop() {
            child.kill("SIGTERM");
            await ended;
            process.off("exit", kill);
        },
    };
}

// `name`: echo_beast, or echo_edge for the server's own edge.
export const startEcho = (name, prefix = []) => start([...prefix, join(kBuilt, name), "0"], /echo on (\d+)/);

// `demo`: imports the customers and orders of the configuration.
export function startDesk(configuration, data, { demo = false, prefix = [] } = {}) {
    const command = [join(kBuilt, "frontdesk"), "serve", "--config", configuration, "--data", data, "--listen", "127.0.0.1:0"];
    return start([...prefix, ...command, ...(demo ? ["--demo"] : [])], /Agents' desk: +http:\/\/127\.0\.0\.1:(\d+)\//);
}

// A store of so many conversations; resume tokens of some, a line each.
export function fill(configuration, data, conversations) {
    const words = ["--config", configuration, "--data", data, "--conversations", String(conversations)];
    return execFileSync(join(kBuilt, "fill_store"), words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

// Runs `load` against a started program; `options` as { connections: 100, echo: true }. Throws when an answer was wrong.
export function load(program, options) {
    const words = Object.entries(options).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
    const said = execFileSync(join(kBuilt, "load"), ["--port", String(program.port), "--pid", String(program.pid), ...words], { encoding: "utf8" });
    return JSON.parse(said);
}

// The median of 200 times 4 KiB and fdatasync in a folder, in microseconds.
export const fdatasyncMicroseconds = (folder) => Number(execFileSync(join(kBuilt, "load"), ["--probe", folder], { encoding: "utf8" }));

// Throws when a row of the journal is not as it was written.
export const verifyLog = (data) => execFileSync(join(kBuilt, "frontdesk"), ["verify-log", "--data", data], { stdio: "pipe" });
