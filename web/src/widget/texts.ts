// The widget's own words. What the owner configures (company, title, commitment) comes from the server.
import type { Language } from '../common/time';

export interface WidgetTexts {
  launcher: string;
  launcherUnread: (count: number) => string;
  title: string;
  close: string;
  log: string;
  placeholder: string;
  input: string;
  send: string;
  bot: string;
  agent: (name: string, staffNumber: string) => string;
  agentUnnamed: string;
  staffNumber: (number: string) => string;
  queue: string;
  queuePlace: (position: number) => string;
  queueEstimate: (minutes: number) => string;
  over: string;
  begin: string;
  connecting: string;
  offline: string;
  typingBot: string;
  typingAgent: string;
  you: string;
  sending: string;
  undelivered: string;
  later: string;
  refused: Record<string, string>;
  refusedOther: string;
  retry: string;
  edit: string;
  discard: string;
  left: (count: number) => string;
  tooLong: (count: number) => string;
  full: string;
  newer: string;
  taken: string;
}

const zh: WidgetTexts = {
  launcher: '在线客服',
  launcherUnread: (count) => `在线客服，${count} 条未读消息`,
  title: '在线客服',
  close: '收起',
  log: '会话记录',
  placeholder: '请输入您的问题…',
  input: '消息内容，按 Enter 发送，Shift+Enter 换行',
  send: '发送',
  bot: '智能客服',
  agent: (name, staffNumber) => `人工客服 ${name}${staffNumber ? ` · 工号 ${staffNumber}` : ''}`,
  agentUnnamed: '人工客服',
  staffNumber: (number) => `工号 ${number}`,
  queue: '正在为您转接人工客服',
  queuePlace: (position) => `排队第 ${position} 位`,
  queueEstimate: (minutes) => `预计等待约 ${minutes} 分钟`,
  over: '本次会话已结束，发送消息即可继续。',
  begin: '开始新的会话',
  connecting: '正在连接…',
  offline: '连接已断开，正在重新连接。您的消息会保留并自动发送。',
  typingBot: '智能客服正在输入',
  typingAgent: '人工客服正在输入',
  you: '我',
  sending: '发送中',
  undelivered: '未送达，恢复连接后自动发送',
  later: '发送较频繁，稍后自动重发',
  refused: {
    too_long: '内容过长，未能发送',
    bad_text: '含有无法识别的字符，未能发送',
    bad_choice: '该选项已失效',
    cid_reused: '未能发送',
    bad_frame: '未能发送',
  },
  refusedOther: '未能发送',
  retry: '重试',
  edit: '编辑',
  discard: '删除',
  left: (count) => `还可输入 ${count} 字`,
  tooLong: (count) => `超出 ${count} 字`,
  full: '待发送的消息过多，请等待连接恢复。',
  newer: '新消息',
  taken: '已选择',
};

const en: WidgetTexts = {
  launcher: 'Chat with us',
  launcherUnread: (count) => `Chat with us, ${count} unread`,
  title: 'Customer service',
  close: 'Close',
  log: 'Conversation',
  placeholder: 'Type your message…',
  input: 'Message. Enter sends, Shift+Enter starts a new line',
  send: 'Send',
  bot: 'Virtual assistant',
  agent: (name, staffNumber) => `${name}${staffNumber ? ` · Staff no. ${staffNumber}` : ''}`,
  agentUnnamed: 'Service agent',
  staffNumber: (number) => `Staff no. ${number}`,
  queue: 'Connecting you to an agent',
  queuePlace: (position) => `No. ${position} in the queue`,
  queueEstimate: (minutes) => `about ${minutes} min`,
  over: 'This conversation has ended. Send a message to continue it.',
  begin: 'Start a new one',
  connecting: 'Connecting…',
  offline: 'Connection lost, reconnecting. Your messages are kept and will be sent.',
  typingBot: 'The assistant is typing',
  typingAgent: 'The agent is typing',
  you: 'You',
  sending: 'Sending',
  undelivered: 'Not delivered yet, will be sent when reconnected',
  later: 'Sending too fast, will be sent in a moment',
  refused: {
    too_long: 'Too long, not sent',
    bad_text: 'Contains characters that cannot be sent',
    bad_choice: 'This option is no longer available',
    cid_reused: 'Could not be sent',
    bad_frame: 'Could not be sent',
  },
  refusedOther: 'Could not be sent',
  retry: 'Try again',
  edit: 'Edit',
  discard: 'Delete',
  left: (count) => `${count} characters left`,
  tooLong: (count) => `${count} characters too many`,
  full: 'Too many messages are waiting. Please wait for the connection.',
  newer: 'New messages',
  taken: 'Chosen',
};

export const texts: Record<Language, WidgetTexts> = { 'zh-CN': zh, en };
