// All tickets: search, and one in full.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { moment } from '../common/time';
import type { Ticket } from '../protocol/frames';
import type { TicketQuery } from './api';
import { DeskElement } from './element';
import { closeIcon, searchIcon } from './icons';
import { classLabel, findingLabel, priorityLabel, slotLabel, statusLabel, teamLabel } from './labels';
import { deadline } from './row_list';
import { evidenceLine, handlingLog, ticketCard } from './ticket_card';

// Typing rests this long before the search is asked.
const kSearchRestMs = 250;

@customElement('tickets-page')
export class TicketsPage extends DeskElement {
  @property() number = '';
  @state() private list: Ticket[] | undefined;
  @state() private more = false;
  @state() private one: Ticket | undefined;
  @state() private problem = '';
  private query: TicketQuery = { text: '', status: '', open: false };
  private rest: ReturnType<typeof setTimeout> | undefined;
  private asked = 0; // only the last search's answer counts

  override connectedCallback(): void {
    super.connectedCallback();
    void this.search();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('number')) return;
    this.one = undefined;
    if (this.number !== '') void this.open(this.number);
  }

  override render(): TemplateResult {
    const t = this.desk.texts;
    const now = Date.now();
    return html`<main class="page ${this.number !== '' ? 'with-one' : ''}">
      <section class="page-list">
        <h1>${t.tickets}</h1>
        <div class="filters" role="search">
          <label class="search">${searchIcon}<span class="visually-hidden">${t.search}</span>
            <input type="search" placeholder=${t.search} maxlength="100" @input=${(event: Event) => this.filter({ text: (event.target as HTMLInputElement).value.trim() })}></label>
          <label><span class="visually-hidden">${t.status}</span><select @change=${(event: Event) => this.filter({ status: (event.target as HTMLSelectElement).value })}>
            <option value="">${t.allStatuses}</option>
            ${(this.desk.names?.statuses ?? []).map((status) => html`<option value=${status.id}>${status.label}</option>`)}</select></label>
          <label class="check"><input type="checkbox" @change=${(event: Event) => this.filter({ open: (event.target as HTMLInputElement).checked })}>${t.openOnly}</label>
        </div>
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
        ${this.list === undefined ? html`<p class="nothing">${t.loading}</p>` : this.list.length === 0 ? html`<p class="nothing wide">${t.noTickets}</p>` : this.table(this.list, now)}
        ${this.more ? html`<button type="button" class="button" @click=${() => void this.search(this.list?.at(-1)?.number)}>${t.loadMore}</button>` : nothing}
      </section>
      ${this.number === '' ? nothing : html`<aside class="page-one" aria-label=${this.number}>
        <a class="close" href="#/tickets" aria-label=${t.close} title=${t.close}>${closeIcon}</a>
        ${this.one === undefined ? html`<p class="nothing">${t.loading}</p>` : this.whole(this.one, now)}</aside>`}
    </main>`;
  }

  private table(list: Ticket[], now: number): TemplateResult {
    const t = this.desk.texts;
    return html`<div class="table"><table>
      <thead><tr><th>${t.number}</th><th>${t.priority}</th><th>${t.category}</th><th>${t.summary}</th><th>${t.customer}</th><th>${t.status}</th><th>${t.due}</th><th>${t.opened}</th></tr></thead>
      <tbody>${list.map((ticket) => html`<tr class=${ticket.number === this.number ? 'selected' : ''} data-ticket=${ticket.number}>
        <td><a href="#/tickets/${encodeURIComponent(ticket.number)}">${ticket.number}</a></td>
        <td><span class="chip ${ticket.priority}">${priorityLabel(this.desk, ticket.priority)}</span></td>
        <td>${classLabel(this.desk, ticket.subcategory) ?? '—'}</td>
        <td class="clip">${ticket.summary ?? ''}</td>
        <td>${ticket.customer || t.anonymous}</td>
        <td>${statusLabel(this.desk, ticket.status)}</td>
        <td>${ticket.solution_due && !ticket.solved_at && !ticket.closed_at ? deadline(this.desk, now, ticket.solution_due) : '—'}</td>
        <td class="muted">${moment(new Date(ticket.opened_at), new Date(now), this.desk.language)}</td></tr>`)}</tbody></table></div>`;
  }

  private whole(ticket: Ticket, now: number): TemplateResult {
    const t = this.desk.texts;
    const facts = Object.entries(ticket.facts ?? {});
    return html`
      <section class="card">${ticketCard(this.desk, ticket, now, undefined)}
        ${ticket.conversation ? html`<button type="button" class="button small" @click=${() => this.openConversation(ticket.conversation!)}>${t.openConversation}</button>` : nothing}</section>
      <section class="card"><h2>${t.facts}</h2><dl class="pairs">
        <dt>${t.customer}</dt><dd>${ticket.customer || t.anonymous} · ${ticket.verified ? t.verified : t.unverified}</dd>
        <dt>${t.channel}</dt><dd>${ticket.channel ?? '—'}</dd>
        <dt>${t.teamOf}</dt><dd>${teamLabel(this.desk, ticket.team) || '—'}</dd>
        ${facts.map(([slot, value]) => html`<dt>${slotLabel(this.desk, slot)}</dt><dd>${value}</dd>`)}
        ${ticket.rating ? html`<dt>${t.rating}</dt><dd>${t.ratings[ticket.rating] ?? ticket.rating} ${ticket.rating_comment ?? ''}</dd>` : nothing}</dl></section>
      ${ticket.findings && ticket.findings.length > 0 ? html`<section class="card warning"><h2>${t.findings}</h2><ul>${ticket.findings.map((finding) => html`<li>${findingLabel(this.desk, finding)}</li>`)}</ul></section>` : nothing}
      ${ticket.explanation ? html`<section class="card"><h2>${t.understanding}</h2><ul class="evidence">${lines(ticket.explanation).map(evidenceLine)}</ul></section>` : nothing}
      <section class="card"><h2>${t.log}</h2>${handlingLog(this.desk, ticket.log ?? [], now)}</section>`;
  }

  private openConversation(conversation: string): void {
    this.desk.select(conversation);
    location.hash = '#/';
  }

  private filter(change: Partial<TicketQuery>): void {
    this.query = { ...this.query, ...change };
    clearTimeout(this.rest);
    this.rest = setTimeout(() => void this.search(), kSearchRestMs);
  }

  private async search(before?: string): Promise<void> {
    const mine = ++this.asked;
    try {
      const found = await this.desk.api.tickets(before === undefined ? this.query : { ...this.query, before });
      if (mine !== this.asked) return;
      this.list = before === undefined ? found : [...(this.list ?? []), ...found];
      this.more = found.length >= kPage;
      this.problem = '';
    } catch (error) {
      if (mine !== this.asked) return;
      this.list ??= [];
      this.problem = this.desk.error(error);
    }
  }

  private async open(number: string): Promise<void> {
    try {
      const ticket = await this.desk.api.ticket(number);
      if (number === this.number) this.one = ticket;
    } catch (error) {
      this.desk.toast(this.desk.error(error));
      location.hash = '#/tickets';
    }
  }
}

// The server's page of tickets; a shorter one was the last.
const kPage = 50;

function lines(explanation: string): string[] {
  return explanation.split('\n').filter((line) => line !== '');
}
