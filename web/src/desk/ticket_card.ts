// A ticket as agents read it: clocks, class, status, what was done. Editable where a live conversation carries the change.
import { html, nothing, type TemplateResult } from 'lit';
import { moment } from '../common/time';
import type { TicketChange } from '../protocol/desk_session';
import type { LogLine, Ticket } from '../protocol/frames';
import type { Desk } from './desk';
import { askText, show } from './dialogs';
import { ApiError, type Contact } from './api';
import { clockIcon } from './icons';
import { classLabel, priorityLabel, statusLabel, teamLabel } from './labels';
import { deadline } from './row_list';

export type Change = (change: TicketChange) => void;

export function ticketCard(desk: Desk, ticket: Ticket, now: number, change: Change | undefined): TemplateResult {
  const t = desk.texts;
  return html`<div class="ticket" data-ticket=${ticket.number}>
    <p class="ticket-head"><a href="#/tickets/${encodeURIComponent(ticket.number)}"><strong>${ticket.number}</strong></a>
      <span class="chip ${ticket.priority}">${priorityLabel(desk, ticket.priority)}</span>
      <span class="chip plain">${statusLabel(desk, ticket.status)}</span></p>
    ${clock(desk, now, t.firstResponse, ticket.first_response_due, ticket.first_response_at)}
    ${clock(desk, now, t.solution, ticket.solution_due, ticket.solved_at ?? ticket.closed_at)}
    ${ticket.summary ? html`<p class="summary">${ticket.summary}</p>` : nothing}
    ${change === undefined ? fixed(desk, ticket) : editable(desk, ticket, change)}
    <button type="button" class="button small" @click=${() => void showContact(desk, ticket)}>${t.contact}</button>
  </div>`;
}

function clock(desk: Desk, now: number, label: string, due: string | undefined, doneAt: string | undefined): unknown {
  if (due === undefined) return nothing;
  const late = doneAt !== undefined ? doneAt > due : Date.parse(due) < now;
  return html`<p class="clock ${late ? 'late' : ''}">${clockIcon}<span>${label}</span>
    ${doneAt !== undefined
      ? html`<span class="deadline ${late ? 'late' : 'done'}">${desk.texts.done(moment(new Date(doneAt), new Date(now), desk.language))}</span>`
      : deadline(desk, now, due)}
    <time class="muted" datetime=${due}>${moment(new Date(due), new Date(now), desk.language)}</time></p>`;
}

function fixed(desk: Desk, ticket: Ticket): TemplateResult {
  const t = desk.texts;
  return html`<dl class="pairs">
    <dt>${t.category}</dt><dd>${classLabel(desk, ticket.subcategory) ?? '—'}</dd>
    <dt>${t.teamOf}</dt><dd>${teamLabel(desk, ticket.team) || '—'}</dd></dl>`;
}

function editable(desk: Desk, ticket: Ticket, change: Change): TemplateResult {
  const t = desk.texts;
  const names = desk.names;
  const current = names?.statuses.find((status) => status.id === ticket.status);
  const statuses = names?.statuses.filter((status) => status.id === ticket.status || current?.next.includes(status.id)) ?? [];
  const set = (key: 'priority' | 'subcategory' | 'status') => (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const value = select.value;
    // The server decides; until its answer the old value stays.
    select.value = String(ticket[key] ?? '');
    if (value !== ticket[key]) change({ ticket: ticket.number, [key]: value });
  };
  const option = (id: string, label: string, chosen: string | undefined) => html`<option value=${id} ?selected=${id === chosen} .selected=${id === chosen}>${label}</option>`;
  return html`<div class="edit">
    <label><span>${t.category}</span><select data-edit="subcategory" @change=${set('subcategory')}>
      ${(names?.classes ?? []).map((group) => html`<optgroup label=${group.category}>
        ${group.subcategories.map((sub) => option(sub.id, sub.label, ticket.subcategory))}</optgroup>`)}</select></label>
    <label><span>${t.priority}</span><select data-edit="priority" @change=${set('priority')}>
      ${(names?.priorities ?? []).map((priority) => option(priority.id, priority.label, ticket.priority))}</select></label>
    <label><span>${t.status}</span><select data-edit="status" @change=${set('status')}>
      ${statuses.map((status) => option(status.id, status.label, ticket.status))}</select></label>
  </div>`;
}

export function handlingLog(desk: Desk, lines: LogLine[], now: number): TemplateResult {
  return html`<ol class="handling">${lines.map((line) => html`<li>
    <time datetime=${line.at}>${moment(new Date(line.at), new Date(now), desk.language)}</time>
    <span>${who(desk, line)} <b>${desk.texts.logWords[line.what ?? ''] ?? line.what ?? ''}</b> ${detailText(desk, line)}</span></li>`)}</ol>`;
}

// Steps are logged by their ids, `assigned -> in_progress`.
function detailText(desk: Desk, line: LogLine): string {
  const detail = line.detail ?? '';
  const label = line.what === 'status' ? statusLabel : line.what === 'priority' ? priorityLabel : line.what === 'class' ? classLabel : undefined;
  if (line.what === 'opened' || line.what === 'rated') return desk.texts.logDetails[detail] ?? detail;
  if (label === undefined) return detail;
  return detail.split(' -> ').map((id) => label(desk, id)).join(' → ');
}

// One reason of a classification: `功能故障: 不制冷 +6 (intents/zh/quality.json#/...)`. Which rule it was is for a second look.
export function evidenceLine(line: string): TemplateResult {
  const [, words, rule] = /^(.*?)\s*\((\S+#\S*)\)$/.exec(line) ?? [undefined, line, ''];
  return html`<li title=${rule ?? ''}>${words}</li>`;
}

function who(desk: Desk, line: LogLine): string {
  const id = line.who ?? '';
  const agent = desk.session?.present.find((present) => present.id === id);
  return desk.texts.logWho[id] ?? agent?.name ?? (id === desk.user?.id ? desk.user.display_name : id);
}

async function showContact(desk: Desk, ticket: Ticket): Promise<void> {
  const t = desk.texts;
  const purpose = await askText(t.contact, t.contactPurpose, t.contactDefault, t.confirm, t.cancel);
  if (purpose === undefined) return;
  try {
    const contact: Contact = await desk.api.contact(ticket.number, purpose);
    await show<void>(t.contact, (close) => html`<h2>${ticket.number}</h2><dl class="pairs">
      <dt>${t.fullName}</dt><dd>${contact.name || '—'}</dd><dt>${t.phone}</dt><dd>${contact.phone || '—'}</dd><dt>${t.email}</dt><dd>${contact.email || '—'}</dd></dl>
      <div class="dialog-foot"><button type="button" class="button primary" @click=${() => close()}>${t.close}</button></div>`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    desk.toast(desk.error(error));
  }
}
