// `node gate.mjs`: a turn and the beginning of a conversation may cost so many times the user instructions of an echoed message as tests/bench/gate.json
// says. Instructions are counted, not time, so that a busy machine changes nothing. Exit code 1 when one costs more.
import { readFileSync } from "node:fs";
import { countInstructions, describe } from "./instructions.mjs";

const bounds = JSON.parse(readFileSync(new URL("gate.json", import.meta.url), "utf8"));
const counted = await countInstructions();
console.log(describe(counted, 20));
const measured = { turn_over_echo: counted.turn / counted.echo, beginning_over_echo: counted.beginning / counted.echo };
let failed = 0;
for (const [name, bound] of Object.entries(bounds)) {
    const held = measured[name] <= bound;
    if (!held) ++failed;
    console.log(`${held ? "ok" : "FAILED"}: ${name} ${measured[name].toFixed(2)}, at most ${bound}`);
}
console.log(`${Object.keys(bounds).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
