// The middle column's log: every party's entries, notes in their own colour, and the agent's words that are not in it yet.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { clockTime, dayKey, dayName } from '../common/time';
import type { DeskEntry } from '../protocol/frames';
import type { OutboxItem } from '../protocol/outbox';
import type { Desk } from './desk';
import { noteIcon } from './icons';

export interface LogActions {
  edit(item: OutboxItem): void;
}

type Line = { key: string; view: TemplateResult };

export function conversationLog(desk: Desk, conversation: string, actions: LogActions): unknown {
  const lines: Line[] = [];
  let before: DeskEntry | undefined;
  for (const entry of desk.session?.of(conversation)?.log.entries ?? []) {
    const at = new Date(entry.at);
    const newDay = before === undefined || dayKey(new Date(before.at)) !== dayKey(at);
    if (newDay) lines.push({ key: `day ${dayKey(at)}`, view: html`<div class="day"><span>${dayName(at, new Date(), desk.language)}</span></div>` });
    lines.push({ key: `entry ${entry.position}`, view: entryView(desk, entry, newDay ? undefined : before) });
    before = entry;
  }
  for (const item of desk.session?.unsent(conversation) ?? []) lines.push({ key: item.cid, view: unsentView(desk, item, actions) });
  return repeat(lines, (line) => line.key, (line) => line.view);
}

function entryView(desk: Desk, entry: DeskEntry, before: DeskEntry | undefined): TemplateResult {
  const t = desk.texts;
  const offered = entry.choices !== undefined && entry.choices.length > 0
    ? html`<div class="offered">${entry.choices.map((choice) => html`<span>${choice.label}</span>`)}</div>` : nothing;
  if (entry.from === 'system') return html`<div class="system-line" data-position=${entry.position}>${entry.text}${offered}</div>`;
  const note = entry.kind === 'note';
  const ours = entry.from !== 'customer';
  const first = before === undefined || before.from !== entry.from || before.kind !== entry.kind || before.author !== entry.author;
  const name = entry.from === 'agent' || note ? entry.name ?? t.from.agent : t.from[entry.from];
  return html`<article class="entry ${note ? 'note' : entry.from} ${ours ? 'ours' : ''} ${first ? 'first' : ''}" data-position=${entry.position}
      data-seq=${note ? nothing : entry.seq} data-from=${entry.from} data-kind=${entry.kind}>
    <p class="byline ${first ? '' : 'visually-hidden'}">${note ? html`${noteIcon}<span>${t.note}</span>` : nothing}<span>${name}</span>
      <time datetime=${entry.at}>${clockTime(new Date(entry.at), desk.language)}</time></p>
    <div class="bubble">${entry.text}</div>
    ${offered}
  </article>`;
}

function unsentView(desk: Desk, item: OutboxItem, actions: LogActions): TemplateResult {
  const t = desk.texts;
  const note = item.frame.type === 'note';
  return html`<article class="entry ours first ${note ? 'note' : 'agent'} unsent ${item.state}" data-cid=${item.cid} data-state=${item.state}>
    <div class="bubble">${String(item.frame.text ?? '')}</div>
    ${item.state === 'refused' ? html`<p class="state bad" role="status"><span>${t.refused[item.code ?? ''] ?? t.refusedOther}</span>
        <button type="button" class="link" @click=${() => actions.edit(item)}>${t.edit}</button>
        <button type="button" class="link" @click=${() => desk.session?.discard(item.cid)}>${t.discard}</button></p>`
      : item.state === 'taken' ? nothing
      : html`<p class="state ${desk.session?.lost ? '' : 'delayed'}">${item.code !== undefined ? t.later : desk.session?.lost ? t.undelivered : t.sending}</p>`}
  </article>`;
}
