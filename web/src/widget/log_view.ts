// The list of what was said: entries, then what is not sent yet. Text goes in as text nodes only.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { clockTime, dayKey, dayName, type Language } from '../common/time';
import type { CustomerSession } from '../protocol/customer_session';
import type { Choice, CustomerEntry } from '../protocol/frames';
import type { OutboxItem } from '../protocol/outbox';
import { checkIcon } from './icons';
import type { WidgetTexts } from './texts';

export interface LogActions {
  choose(choice: Choice): void;
  retry(item: OutboxItem): void;
  edit(item: OutboxItem): void;
  discard(item: OutboxItem): void;
}

interface Context {
  session: CustomerSession;
  language: Language;
  texts: WidgetTexts;
  actions: LogActions;
}

type Line = { key: string; view: TemplateResult };

export function logView(context: Context): unknown {
  const { session } = context;
  const lines: Line[] = [];
  let before: CustomerEntry | undefined;
  for (const entry of session.entries) {
    const day = dayOf(entry, before, context.language);
    if (day !== undefined) lines.push(day);
    lines.push({ key: entry.cid ?? `entry ${entry.seq}`, view: entryView(context, entry, day === undefined ? before : undefined) });
    before = entry;
  }
  for (const item of session.unsent) lines.push({ key: item.cid, view: unsentView(context, item) });
  return repeat(lines, (line) => line.key, (line) => line.view);
}

function dayOf(entry: CustomerEntry, before: CustomerEntry | undefined, language: Language): Line | undefined {
  const at = new Date(entry.at);
  const key = dayKey(at);
  if (before !== undefined && dayKey(new Date(before.at)) === key) return undefined;
  return { key: `day ${key}`, view: html`<div class="day">${dayName(at, new Date(), language)}</div>` };
}

function entryView(context: Context, entry: CustomerEntry, before: CustomerEntry | undefined): TemplateResult {
  const offered = entry.choices !== undefined && entry.choices.length > 0 ? choicesView(context, entry, entry.choices) : nothing;
  if (entry.from === 'system') return html`<div class="system"><div class="line" data-seq=${entry.seq}>${entry.text}</div>${offered}</div>`;
  const mine = entry.from === 'customer';
  const first = before === undefined || before.from !== entry.from || before.name !== entry.name;
  return html`<div class="entry ${entry.from} ${mine ? 'mine' : ''} ${first ? 'first' : ''}" data-seq=${entry.seq} data-from=${entry.from}>
    ${first ? byline(context, entry) : html`<span class="visually-hidden">${speaker(context.texts, entry)}</span>`}
    <div class="bubble">${entry.text}</div>
    ${offered}
  </div>`;
}

function speaker(texts: WidgetTexts, entry: CustomerEntry): string {
  if (entry.from === 'customer') return texts.you;
  if (entry.from === 'agent') return entry.name ?? texts.agentUnnamed;
  return entry.name ?? texts.bot;
}

function byline(context: Context, entry: CustomerEntry): TemplateResult {
  const time = html`<time datetime=${entry.at}>${clockTime(new Date(entry.at), context.language)}</time>`;
  if (entry.from === 'customer') return html`<div class="byline"><span class="visually-hidden">${context.texts.you}</span>${time}</div>`;
  return html`<div class="byline"><span>${speaker(context.texts, entry)}</span>${time}</div>`;
}

// Choices can be taken until the customer says something newer.
function choicesView(context: Context, entry: CustomerEntry, choices: Choice[]): TemplateResult {
  const { session, texts, actions } = context;
  const answer = session.entries.find((later) => later.seq > entry.seq && later.from === 'customer');
  const pending = session.unsent.find((item) => item.state !== 'refused');
  const taken = answer?.text ?? (pending === undefined ? undefined : String(pending.frame.label ?? ''));
  return html`<div class="choices">${choices.map((choice) => {
    const chosen = taken === choice.label;
    return html`<button type="button" class="choice ${chosen ? 'taken' : ''}" ?disabled=${taken !== undefined} @click=${() => actions.choose(choice)}>
      ${chosen ? html`${checkIcon}<span class="visually-hidden">${texts.taken}</span>` : nothing}${choice.label}</button>`;
  })}</div>`;
}

function unsentView(context: Context, item: OutboxItem): TemplateResult {
  const refused = item.state === 'refused';
  return html`<div class="entry mine first ${refused ? 'refused' : item.state === 'taken' ? '' : 'unsent'}" data-cid=${item.cid} data-state=${item.state}>
    <span class="visually-hidden">${context.texts.you}</span>
    <div class="bubble">${String(item.frame.text ?? item.frame.label ?? '')}</div>
    ${refused ? refusedState(context, item) : waitingState(context, item)}
  </div>`;
}

function waitingState({ session, texts }: Context, item: OutboxItem): unknown {
  if (item.state === 'taken') return nothing;
  if (item.code !== undefined) return html`<div class="state">${texts.later}</div>`;
  if (session.lost) return html`<div class="state">${texts.undelivered}</div>`;
  return html`<div class="state late">${texts.sending}</div>`;
}

// The same content can be worth a second try, or a change; an option that is gone can only be put away.
function refusedState({ texts, actions }: Context, item: OutboxItem): TemplateResult {
  const code = item.code ?? '';
  const editable = code === 'too_long' || code === 'bad_text';
  const again = code !== 'bad_choice' && !editable;
  return html`<div class="state bad" role="status">
    <span>${texts.refused[code] ?? texts.refusedOther}</span>
    ${editable ? html`<button type="button" @click=${() => actions.edit(item)}>${texts.edit}</button>` : nothing}
    ${again ? html`<button type="button" @click=${() => actions.retry(item)}>${texts.retry}</button>` : nothing}
    <button type="button" @click=${() => actions.discard(item)}>${texts.discard}</button>
  </div>`;
}
