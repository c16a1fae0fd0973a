// The frames of docs/protocol.md as types. Nothing else in the pages knows how they look on the wire.

export type From = 'bot' | 'customer' | 'agent' | 'system';
export type HolderKind = 'bot' | 'queue' | 'agent' | 'nobody';
export type Priority = 'urgent' | 'high' | 'medium' | 'low';
export type Locale = 'zh-CN' | 'en';

export interface Choice {
  id: string;
  label: string;
}

export interface Frame {
  type: string;
  [key: string]: unknown;
}

// One row of the log as the customer sees it; `seq` is dense from 1.
export interface CustomerEntry {
  seq: number;
  from: From;
  text: string;
  at: string;
  name?: string;
  cid?: string;
  choices?: Choice[];
}

// One row of the log as agents see it; `position` is dense from 1 over messages and notes.
export interface DeskEntry {
  conversation: string;
  position: number;
  seq: number;
  kind: 'message' | 'note';
  from: From;
  author?: string;
  name?: string;
  text: string;
  at: string;
  cid?: string;
  choices?: Choice[];
}

export interface Row {
  id: string;
  channel: string;
  locale: string;
  holder: HolderKind;
  agent?: string;
  agent_name?: string;
  priority: Priority;
  subject?: string;
  customer?: string;
  ticket?: string;
  reason?: string;
  team?: string;
  opened_at: string;
  last_at: string;
  queued_at?: string;
  due?: string;
  last_text?: string;
}

export interface Fact {
  slot: string;
  label: string;
  value: string;
  source?: string;
  seq?: number;
}

export interface Issue {
  text?: string;
  category?: string;
  subcategory?: string;
  priority?: string;
  emotion?: string;
  risks?: string[];
  findings?: string[];
  evidence?: string[];
}

export interface Order {
  order_no: string;
  product?: string;
  model?: string;
  purchased_on?: string;
  amount?: string;
  status?: string;
  carrier?: string;
  tracking_no?: string;
  delivered_on?: string;
}

export interface LogLine {
  at: string;
  who?: string;
  what?: string;
  detail?: string;
}

export interface Ticket {
  number: string;
  conversation?: string;
  channel?: string;
  category?: string;
  subcategory?: string;
  priority: Priority;
  status: string;
  team?: string;
  owner?: string;
  customer?: string;
  verified?: boolean;
  summary?: string;
  facts?: Record<string, string>;
  findings?: string[];
  risks?: string[];
  explanation?: string;
  opened_at: string;
  first_response_due?: string;
  solution_due?: string;
  first_response_at?: string;
  solved_at?: string;
  closed_at?: string;
  rating?: string;
  rating_comment?: string;
  log?: LogLine[];
}

export interface Detail extends Row {
  identity?: 'anonymous' | 'verified';
  facts?: Fact[];
  issue?: Issue;
  orders?: Order[];
  current_ticket?: Ticket;
  tickets?: Ticket[];
}

export interface User {
  id: string;
  name: string;
  display_name: string;
  staff_number: string;
  role: 'agent' | 'supervisor';
  team?: string;
  active: boolean;
}

export interface PresentAgent {
  id: string;
  name: string;
  available: boolean;
}
