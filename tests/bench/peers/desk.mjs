// `node desk.mjs CONFIGURATION DATA`: the same six-turn intake as a node team would build it: ws, xstate, better-sqlite3 with WAL and
// synchronous=FULL. Each turn is one transaction, committed before anything is said. Speaks docs/protocol.md as far as `load` needs it.
import Database from "better-sqlite3";
import { randomBytes, createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { initialTransition, transition } from "xstate";
import { intake, read } from "./flow.mjs";

const [configuration, data] = process.argv.slice(2);
mkdirSync(data, { recursive: true });
const database = new Database(join(data, "peer.db"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
    create table if not exists conversations (id text primary key, state text not null, seq integer not null, opened_at text not null);
    create table if not exists entries (conversation text not null, seq integer not null, author text not null, text text not null, at text not null, cid text,
        primary key (conversation, seq)) without rowid;
    create unique index if not exists cids on entries (conversation, cid) where cid is not null;
    create table if not exists tokens (hash blob primary key, conversation text not null) without rowid;
    create table if not exists tickets (number text primary key, conversation text not null, class text not null, summary text not null, at text not null);
    create table if not exists orders (order_no text primary key, phone text not null, product text not null, model text not null, purchased text not null);
`);
importRecords();

const insertConversation = database.prepare("insert into conversations values (?, ?, ?, ?)");
const updateConversation = database.prepare("update conversations set state = ?, seq = ? where id = ?");
const insertEntry = database.prepare("insert into entries values (?, ?, ?, ?, ?, ?)");
const insertToken = database.prepare("insert into tokens values (?, ?)");
const insertTicket = database.prepare("insert into tickets values (?, ?, ?, ?, ?)");
const selectOrder = database.prepare("select * from orders where order_no = ?");
const orders = { get: (number) => selectOrder.get(number) };
let serial = database.prepare("select count(*) as n from tickets").get().n;

const kPrompts = {
    greeting: () => "您好，欢迎联系晨光家电！我是智能客服小晨，很高兴为您服务。",
    open: () => "请问有什么可以帮您？您可以直接说说遇到的情况；如果方便，请一并告诉我订单号、产品型号和发生的时间，处理起来会更快。",
    identity: () => "为了保护您的信息安全，需要先和您核对一下身份。请提供一下订单号（在订单详情或保修卡上可以找到）。",
    verified: (order) => `谢谢您，身份已核对。您的订单：${order.product} ${order.model}。`,
    since: () => "请问这个情况是什么时候开始的？",
    restate: (c) =>
        `我跟您核对一下，您是说“${c.issue}”，对吗？\n· 问题类型：${c.kind}\n· 产品型号：${c.product} ${c.model}\n· 订单号：${c.order_no}\n· 购买时间：${c.purchased}\n· 发生时间：${c.since}\n如果没有问题，我就为您提交；有哪一项不对，可以直接告诉我。`,
    filed: (_, ticket) => `已经为您登记，工单号 ${ticket}。\n我们会尽快与您联系。\n之后可以随时凭工单号在这里查询进度。`,
    more: () => "请问还有其他可以帮您的吗？",
    survey: () => "最后想请您评价一下本次服务，您满意吗？",
    goodbye: () => "感谢您联系晨光家电，祝您生活愉快，再见！之后有任何问题，欢迎随时回来。",
};

function importRecords() {
    const lines = (name) => readFileSync(join(configuration, "demo", name), "utf8").trim().split("\n").slice(1).map((line) => line.split(","));
    const phones = new Map(lines("customers.csv").map(([id, , phone]) => [id, phone]));
    const insert = database.prepare("insert or replace into orders values (?, ?, ?, ?, ?)");
    database.transaction(() => {
        for (const [number, customer, product, model, purchased] of lines("orders.csv")) insert.run(number, phones.get(customer), product, model, purchased);
    })();
}

// One conversation, in memory while its customer is connected.
class Conversation {
    id = randomBytes(16).toString("hex");
    seq = 0;

    // Commits the greeting; the frames to send.
    begin() {
        const token = randomBytes(32).toString("base64url");
        const at = new Date().toISOString();
        [this.snapshot] = initialTransition(intake);
        return database.transaction(() => {
            insertConversation.run(this.id, JSON.stringify(this.snapshot), 2, at);
            insertToken.run(createHash("sha256").update(token).digest(), this.id);
            const entries = ["greeting", "open"].map((prompt) => this.add("bot", kPrompts[prompt](), at));
            return [{ type: "welcome", conversation: this.id, token, seq: this.seq, locale: "zh-CN", holder: "bot" }, ...entries];
        })();
    }

    // Commits one turn; the frames to send.
    hear({ cid, text }) {
        const at = new Date().toISOString();
        return database.transaction(() => {
            const [next, actions] = transition(intake, this.snapshot, read(text, orders));
            const frames = [{ type: "ack", cid, seq: this.seq + 1 }, this.add("customer", text, at, cid)];
            let ticket;
            for (const { type, params } of actions) {
                if (type === "fileTicket") ticket = this.file(next.context, at);
                if (type === "say") frames.push(this.add("bot", kPrompts[params.prompt](params.values, ticket), at));
            }
            updateConversation.run(JSON.stringify({ value: next.value, context: next.context }), this.seq, this.id);
            this.snapshot = next;
            return frames;
        })();
    }

    add(from, text, at, cid) {
        insertEntry.run(this.id, ++this.seq, from, text, at, cid ?? null);
        return { type: "entry", seq: this.seq, from, text, at, cid };
    }

    file(context, at) {
        const number = `WX${at.slice(0, 10).replaceAll("-", "")}${String(++serial).padStart(3, "0")}`;
        insertTicket.run(number, this.id, context.kind, context.issue, at);
        return number;
    }
}

const server = createServer();
const sockets = new WebSocketServer({ server, path: "/chat", perMessageDeflate: false, maxPayload: 16 * 1024 });
sockets.on("connection", (socket) => {
    const conversation = new Conversation();
    const answer = (frames) => frames.forEach((frame) => socket.send(JSON.stringify(frame)));
    socket.on("error", () => {});
    socket.on("message", (bytes) => {
        const frame = JSON.parse(bytes);
        if (frame.type === "hello") answer(conversation.begin());
        else if (frame.type === "message") answer(conversation.hear(frame));
        else if (frame.type === "bye") socket.close();
    });
});
server.listen(0, "127.0.0.1", () => console.log(`peer on ${server.address().port}`));
