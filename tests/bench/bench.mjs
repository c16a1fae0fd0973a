// `node bench.mjs [--quick] [SECTION...]`: what ./bench.sh runs once everything is built. Figures of sections not asked for are those of their last run.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { kRoot } from "./programs.mjs";
import * as measured from "./sections.mjs";
import { plain, write } from "./table.mjs";

const kSections = ["turns", "rate", "hogs", "peer", "memory", "million", "instructions"];
const kWhole = { seconds: 5, count: 5, idle: 10_000, conversations: 1_000_000 };
const kQuick = { seconds: 2, count: 3, idle: 10_000, conversations: 100_000 };

const words = process.argv.slice(2);
const quick = words.includes("--quick");
const named = words.filter((word) => word !== "--quick");
const unknown = named.find((word) => !kSections.includes(word));
if (unknown) {
    console.error(`${unknown} is no section; there are ${kSections.join(", ")}`);
    process.exit(2);
}

const git = (...args) => execFileSync("git", args, { cwd: kRoot, encoding: "utf8" }).trim();
const kept = join(kRoot, "build/bench/figures.json");
const figures = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
mkdirSync(join(kRoot, "build/bench"), { recursive: true });

for (const section of named.length > 0 ? named : kSections) {
    console.error(`${section} ...`);
    const rows = await measured[section](quick ? kQuick : kWhole);
    figures[section] = {
        rows,
        when: new Date().toISOString().slice(0, 10),
        commit: git("rev-parse", "--short", "HEAD"),
        command: `./bench.sh${quick ? " --quick" : ""} ${section}`,
        machine: `${cpus().length} x ${cpus()[0].model}`,
    };
    writeFileSync(kept, JSON.stringify(figures));
}
const known = Object.fromEntries(kSections.filter((section) => figures[section]).map((section) => [section, figures[section]]));
console.log(plain(known));
write(join(kRoot, "docs/performance.md"), known);
