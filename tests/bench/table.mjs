// The table of ./bench.sh, on the terminal and in docs/performance.md.
import { readFileSync, writeFileSync } from "node:fs";

const kBegin = "<!-- figures: written by ./bench.sh -->";
const kEnd = "<!-- end of figures -->";
const verdict = ({ held }) => (held === undefined ? "" : held ? "held" : "MISSED");

export function plain(sections) {
    const rows = Object.entries(sections).flatMap(([name, { rows: all }]) => all.map((row) => [`${name}: ${row.what}`, row.measured, row.goal ?? "", verdict(row)]));
    const widths = [74, 26, 22].map((most, i) => Math.min(most, Math.max(...rows.map((row) => row[i].length))));
    return rows.map((row) => row.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]) : cell)).join("  ").trimEnd()).join("\n");
}

export function markdown(sections) {
    const lines = ["| what | measured | goal | |", "|---|---|---|---|"];
    for (const [name, { rows, when, commit, command, machine }] of Object.entries(sections)) {
        lines.push(`| **${name}**: \`${command}\`, ${when}, commit ${commit}, ${machine} | | | |`);
        for (const row of rows) lines.push(`| ${row.what} | ${row.measured} | ${row.goal ?? ""} | ${verdict(row)} |`);
    }
    return lines.join("\n");
}

// Puts the table between the markers of the page. Throws when the page has none.
export function write(page, sections) {
    const text = readFileSync(page, "utf8");
    const [begin, end] = [text.indexOf(kBegin), text.indexOf(kEnd)];
    if (begin < 0 || end < begin) throw new Error(`${page} has no markers for the table`);
    writeFileSync(page, `${text.slice(0, begin)}${kBegin}\n${markdown(sections)}\n${text.slice(end)}`);
}
