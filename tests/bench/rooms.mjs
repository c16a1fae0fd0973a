// Reads callgrind's dumps: how many instructions each function took, and which room it belongs to. What libc and the standard library do is
// counted for the room that called them.

// Which room a function belongs to: by the shared object, else by its namespace.
const kObjects = [
    [/libsqlite3/, "sqlite"],
    [/libSQLiteCpp/, "sqlite"],
    [/libre2/, "re2"],
    [/libsodium|libcrypto|libssl/, "crypto"],
    [/libutf8proc/, "intents"],
];
const kNamespaces = [
    [/^intents::/, "intents"],
    [/^(dialog|tickets)::/, "dialog"],
    [/^(storage|cereal)::/, "storage"],
    [/^SQLite::/, "sqlite"],
    [/^config::/, "config"],
    [/^server::net::/, "server/net"],
    [/^server::/, "server"],
    [/^(boost::|.*boost::(asio|beast))/, "asio, beast"],
    [/^(nlohmann|fmt|spdlog|prometheus)::/, "json, log, metrics"],
];
const kLibrary = "libraries"; // counted for the caller

// The qualified name without result, parameters and template arguments: `void a::b<c>(d)::{lambda(e)#1}::operator()(f) const` -> `a::b::::operator`.
export function bareName(name) {
    let bare = "";
    let depth = 0;
    const plain = name.replaceAll("(anonymous namespace)::", "").replace(/operator(<<|>>|<=>|<=|>=|<|>|->|\(\))/g, "operator").replace(/operator (new|delete)/, "operator_$1");
    for (const c of plain) {
        if ("<({[".includes(c)) ++depth;
        if (depth === 0) bare += c;
        if (">)}]".includes(c) && depth > 0) --depth;
    }
    return / in lib/.test(name) ? name : bare.replace(/ (const|volatile|noexcept|&|&&)+/g, "").trim().split(" ").at(-1);
}

function roomOf(object, name) {
    for (const [pattern, room] of kObjects) if (pattern.test(object)) return room;
    const bare = bareName(name);
    for (const [pattern, room] of kNamespaces) if (pattern.test(bare)) return room;
    return kLibrary;
}

// Functions of a dump by name: { room, self, callers: Map(name -> instructions below that call) }.
export function readDump(text) {
    const names = { fn: new Map(), ob: new Map() };
    const functions = new Map();
    const named = (kind, words) => {
        const [, id, name] = /^\((\d+)\)(?: (.*))?$/.exec(words);
        if (name !== undefined) names[kind].set(id, name);
        return names[kind].get(id);
    };
    const within = (object, symbol) => (symbol.startsWith("0x") ? `${symbol} in ${object.split("/").at(-1)}` : symbol);
    const at = (object, name) => {
        if (!functions.has(name)) functions.set(name, { room: roomOf(object, name), self: 0, callers: new Map() });
        return functions.get(name);
    };
    let object = "";
    let current = "";
    let calledObject = "";
    let called = "";
    let isCall = false;
    for (const line of text.split("\n")) {
        if (line.startsWith("ob=")) object = named("ob", line.slice(3));
        else if (line.startsWith("cob=")) calledObject = named("ob", line.slice(4));
        else if (line.startsWith("fn=")) current = within(object, named("fn", line.slice(3)));
        else if (line.startsWith("cfn=")) called = within(calledObject || object, named("fn", line.slice(4)));
        else if (line.startsWith("calls=")) isCall = true;
        else if (/^[+\-*\d]/.test(line)) {
            const cost = Number(line.split(" ")[1] ?? 0);
            if (isCall) {
                const { callers } = at(calledObject || object, called);
                callers.set(current, (callers.get(current) ?? 0) + cost);
                calledObject = "";
            } else {
                at(object, current).self += cost;
            }
            isCall = false;
        }
    }
    return functions;
}

// Instructions by room, the libraries' counted for their callers.
export function byRoom(functions) {
    const shares = new Map(); // of a library's function: room -> share of its instructions
    const sharesOf = (name, above) => {
        const { room, callers } = functions.get(name);
        if (room !== kLibrary) return new Map([[room, 1]]);
        if (shares.has(name)) return shares.get(name);
        const result = new Map();
        const known = [...callers].filter(([caller]) => !above.has(caller) && functions.has(caller));
        const whole = known.reduce((sum, [, cost]) => sum + cost, 0);
        for (const [caller, cost] of known) {
            for (const [each, share] of sharesOf(caller, new Set([...above, name]))) {
                result.set(each, (result.get(each) ?? 0) + (whole > 0 ? (share * cost) / whole : 0));
            }
        }
        if (result.size === 0) result.set("nobody's", 1);
        if (above.size === 0) shares.set(name, result);
        return result;
    };
    const rooms = new Map();
    for (const [name, { self }] of functions) {
        if (self === 0) continue;
        for (const [room, share] of sharesOf(name, new Set())) rooms.set(room, (rooms.get(room) ?? 0) + share * self);
    }
    return rooms;
}

export const total = (functions) => [...functions.values()].reduce((sum, { self }) => sum + self, 0);

// Instructions in functions of which the bare name fits.
export const inFunctions = (functions, pattern) => [...functions].reduce((sum, [name, { self }]) => (pattern.test(bareName(name)) ? sum + self : sum), 0);
