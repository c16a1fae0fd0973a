// The left column: the queue, one's own conversations, colleagues', the bot's.
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { span } from '../common/time';
import type { Row } from '../protocol/frames';
import type { Desk } from './desk';
import { botIcon, inboxIcon, personIcon } from './icons';
import { classLabel, priorityLabel } from './labels';

// A section shows this many rows; what is beyond them is counted.
const kRowsShown = 100;

type Section = 'queue' | 'mine' | 'colleagues' | 'bot';

export function rowList(desk: Desk, now: number): TemplateResult {
  const t = desk.texts;
  return html`<nav class="rows" aria-label=${t.workspace} @keydown=${moveInList}>
    ${section(desk, now, 'queue', t.queue, t.queueEmpty, inboxIcon)}
    ${section(desk, now, 'mine', t.mine, t.mineEmpty, personIcon)}
    ${section(desk, now, 'colleagues', t.colleagues, t.colleaguesEmpty, personIcon)}
    ${section(desk, now, 'bot', t.withBot, t.botEmpty, botIcon)}
  </nav>`;
}

function section(desk: Desk, now: number, name: Section, title: string, empty: string, icon: TemplateResult): unknown {
  const rows = desk.rows(name);
  if (name === 'colleagues' && rows.length === 0) return nothing;
  const more = rows.length - kRowsShown;
  return html`<section data-section=${name}>
    <h2>${icon}<span>${title}</span><span class="count">${rows.length}</span></h2>
    ${rows.length === 0 ? html`<p class="nothing">${empty}</p>` : nothing}
    ${repeat(rows.slice(0, kRowsShown), (row) => row.id, (row) => rowView(desk, now, name, row))}
    ${more > 0 ? html`<p class="nothing">${desk.texts.more(more)}</p>` : nothing}
  </section>`;
}

function rowView(desk: Desk, now: number, section: Section, row: Row): TemplateResult {
  const t = desk.texts;
  const selected = desk.selected === row.id;
  const unread = desk.unread(row) && section !== 'bot';
  return html`<button type="button" class="row ${row.priority} ${selected ? 'selected' : ''} ${unread ? 'unread' : ''}" data-id=${row.id}
      aria-current=${selected ? 'true' : 'false'} @click=${() => desk.select(row.id)}>
    <span class="row-top">
      <span class="chip ${row.priority}">${priorityLabel(desk, row.priority)}</span>
      <span class="subject">${classLabel(desk, row.subject) ?? t.noSubject}</span>
      ${unread ? html`<span class="dot"><span class="visually-hidden">${t.unread}</span></span>` : nothing}
    </span>
    <span class="row-text">${row.last_text ?? ''}</span>
    <span class="row-foot">
      <span class="customer">${row.customer || t.anonymous}${row.locale === 'en' ? html`<span class="tag">EN</span>` : nothing}</span>
      ${section === 'colleagues' ? html`<span>${row.agent_name ?? ''}</span>` : nothing}
      ${section === 'queue' && row.queued_at ? html`<span>${t.waited(span(now - Date.parse(row.queued_at), desk.language))}</span>` : nothing}
      ${row.due ? deadline(desk, now, row.due) : nothing}
    </span>
  </button>`;
}

// Time left, or how late. Under a quarter of an hour it wants attention.
const kSoonMs = 15 * 60_000;
export function deadline(desk: Desk, now: number, due: string): TemplateResult {
  const left = Date.parse(due) - now;
  const text = span(left, desk.language);
  const look = left < 0 ? 'late' : left < kSoonMs ? 'soon' : '';
  return html`<span class="deadline ${look}">${left < 0 ? desk.texts.overdue(text) : desk.texts.dueIn(text)}</span>`;
}

function moveInList(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row')];
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
