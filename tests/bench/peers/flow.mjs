// The peer's intake as an xstate machine: greeting, issue, identity, since when, confirmation, anything else, rating. What it says is an action `say`.
import { assign, setup } from "xstate";

const kClasses = [
    ["功能故障", /不制冷|不制热|不启动|开不了机|坏了|故障|不工作|没反应|漏水|噪音|异响/],
    ["外观瑕疵", /划痕|磕碰|掉漆|破损|变形/],
    ["物流配送问题", /快递|物流|配送|没收到|派送|签收/],
    ["退换货", /退货|换货|退款|退钱|七天无理由/],
    ["安装问题", /安装|装机|师傅|上门/],
    ["发票问题", /发票|开票|税号/],
    ["使用咨询类", /怎么用|怎么清洗|如何|说明书|设置/],
    ["订单与账单", /订单|扣款|账单|付款|优惠券/],
];
const kAngry = /投诉|垃圾|骗子|太差|气死|忍无可忍/;
const kUrgent = /漏电|起火|冒烟|爆炸|触电/;

export const classify = (text) => kClasses.find(([, pattern]) => pattern.test(text))?.[0];
const identityIn = (text) => ({ order: /\d{13}/.exec(text)?.[0], last4: /(?:尾号|后四位)\D*(\d{4})/.exec(text)?.[1] });

const say = (prompt, values) => ({ type: "say", params: ({ context }) => ({ prompt, values: values?.(context) ?? {} }) });

export const intake = setup({
    actions: { say: () => {}, fileTicket: () => {} },
    guards: {
        understood: ({ event }) => classify(event.text) !== undefined,
        verified: ({ event }) => event.order !== undefined,
        confirms: ({ event }) => /^(对|是|好|没错|确认)/.test(event.text),
        nothingElse: ({ event }) => /没有|不用|谢谢/.test(event.text),
    },
}).createMachine({
    id: "intake",
    context: { issue: "", kind: "", angry: false, urgent: false, order: undefined, since: "", rating: "" },
    initial: "open",
    states: {
        open: {
            on: {
                message: [
                    {
                        guard: "understood",
                        target: "identity",
                        actions: [
                            assign(({ event }) => ({ issue: event.text, kind: classify(event.text), angry: kAngry.test(event.text), urgent: kUrgent.test(event.text) })),
                            say("identity"),
                        ],
                    },
                    { actions: say("open") },
                ],
            },
        },
        identity: {
            on: {
                message: [
                    { guard: "verified", target: "since", actions: [assign(({ event }) => ({ order: event.order })), say("verified", (c) => c.order), say("since")] },
                    { actions: say("identity") },
                ],
            },
        },
        since: {
            on: {
                message: {
                    target: "confirm",
                    actions: [assign(({ event }) => ({ since: event.text })), say("restate", (c) => ({ ...c, ...c.order }))],
                },
            },
        },
        confirm: {
            on: { message: [{ guard: "confirms", target: "more", actions: ["fileTicket", say("filed"), say("more")] }, { target: "open", actions: say("open") }] },
        },
        more: { on: { message: [{ guard: "nothingElse", target: "survey", actions: say("survey") }, { target: "open", actions: say("open") }] } },
        survey: { on: { message: { target: "over", actions: [assign(({ event }) => ({ rating: event.text })), say("goodbye")] } } },
        over: { on: { message: { target: "open", actions: say("open") } } },
    },
});

// What a text says besides its words, for the event.
export function read(text, orders) {
    const { order, last4 } = identityIn(text);
    const found = order && last4 ? orders.get(order) : undefined;
    return { type: "message", text, order: found && found.phone.endsWith(last4) ? found : undefined };
}
