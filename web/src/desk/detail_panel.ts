// The right column: what the bot found out, so that the customer never has to repeat it.
import { html, nothing, type TemplateResult } from 'lit';
import { dayName } from '../common/time';
import type { Detail, Fact, Issue, Order, Ticket } from '../protocol/frames';
import type { Desk } from './desk';
import { shieldIcon, warnIcon } from './icons';
import { categoryLabel, classLabel, findingLabel, priorityLabel, slotLabel, statusLabel } from './labels';
import { evidenceLine, ticketCard } from './ticket_card';
import './ticket_log';

export function detailPanel(desk: Desk, detail: Detail, now: number, showSeq: (seq: number) => void): TemplateResult {
  const t = desk.texts;
  const findings = detail.issue?.findings ?? [];
  const ticket = detail.current_ticket;
  return html`
    ${findings.length > 0 ? html`<section class="card warning" data-card="findings"><h2>${warnIcon}${t.findings}</h2>
      <ul>${findings.map((finding) => html`<li>${findingLabel(desk, finding)}</li>`)}</ul></section>` : nothing}
    <section class="card" data-card="ticket"><h2>${t.ticket}</h2>
      ${ticket === undefined ? html`<p class="nothing">${t.noTicket}</p>`
        : ticketCard(desk, ticket, now, (change) => desk.session?.update(detail.id, change))}
      ${ticket === undefined ? nothing : html`<ticket-log .desk=${desk} number=${ticket.number} version=${version(ticket)}></ticket-log>`}
    </section>
    <section class="card" data-card="facts"><h2>${t.facts}
      <span class="identity ${detail.identity ?? ''}">${detail.identity === 'verified' ? html`${shieldIcon}${t.verified}` : t.unverified}</span></h2>
      ${facts(desk, detail.facts ?? [], showSeq)}</section>
    <section class="card" data-card="issue"><h2>${t.understanding}</h2>${understanding(desk, detail.issue ?? {})}</section>
    <section class="card" data-card="orders"><h2>${t.orders}</h2>${orders(desk, detail.orders ?? [])}</section>
    <section class="card" data-card="earlier"><h2>${t.earlier}</h2>${earlier(desk, detail.tickets ?? [])}</section>`;
}

function version(ticket: Ticket): string {
  return [ticket.status, ticket.priority, ticket.subcategory, ticket.owner, ticket.first_response_at, ticket.rating].join(' ');
}

function facts(desk: Desk, known: Fact[], showSeq: (seq: number) => void): TemplateResult {
  const t = desk.texts;
  if (known.length === 0) return html`<p class="nothing">${t.noFacts}</p>`;
  return html`<dl class="facts">${known.map((fact) => {
    const source = t.sources[fact.source ?? ''] ?? fact.source ?? '';
    const seq = fact.seq;
    return html`<div><dt>${slotLabel(desk, fact.slot, fact.label)}</dt><dd>${fact.value}
      ${seq ? html`<button type="button" class="where" title=${t.showWhere(seq)} aria-label="${source} ${t.showWhere(seq)}" @click=${() => showSeq(seq)}>${source} #${seq}</button>`
        : html`<span class="where">${source}</span>`}</dd></div>`;
  })}</dl>`;
}

function understanding(desk: Desk, issue: Issue): TemplateResult {
  const t = desk.texts;
  const risks = issue.risks ?? [];
  const evidence = issue.evidence ?? [];
  if (!issue.subcategory && !issue.category && evidence.length === 0) return html`<p class="nothing">${t.noEvidence}</p>`;
  return html`<p class="class-line"><strong>${categoryLabel(desk, issue.category, issue.subcategory)}</strong>${issue.subcategory ? html` <span>› ${classLabel(desk, issue.subcategory)}</span>` : nothing}</p>
    <p class="tags">${issue.priority ? html`<span class="chip plain">${t.priority} ${priorityLabel(desk, issue.priority)}</span>` : nothing}
      ${issue.emotion ? html`<span class="chip ${issue.emotion === 'neutral' ? 'plain' : 'high'}">${t.emotions[issue.emotion] ?? issue.emotion}</span>` : nothing}
      ${risks.map((risk) => html`<span class="chip urgent">${t.risks[risk] ?? risk}</span>`)}</p>
    ${evidence.length > 0 ? html`<details open><summary>${t.evidence}</summary><ul class="evidence">${evidence.map(evidenceLine)}</ul></details>` : nothing}`;
}

function orders(desk: Desk, known: Order[]): TemplateResult {
  const t = desk.texts;
  if (known.length === 0) return html`<p class="nothing">${t.noOrders}</p>`;
  return html`${known.map((order) => html`<div class="order">
    <p><strong>${order.product ?? ''} ${order.model ?? ''}</strong><span class="chip plain">${t.orderStates[order.status ?? ''] ?? order.status ?? ''}</span></p>
    <p class="muted">${order.order_no}${order.amount ? html` · ¥${order.amount}` : nothing}</p>
    <p class="muted">${order.purchased_on ? t.boughtOn(order.purchased_on) : nothing} ${order.delivered_on ? t.deliveredOn(order.delivered_on) : nothing}
      ${order.carrier ? html` · ${order.carrier} ${order.tracking_no ?? ''}` : nothing}</p></div>`)}`;
}

function earlier(desk: Desk, known: Ticket[]): TemplateResult {
  if (known.length === 0) return html`<p class="nothing">${desk.texts.noEarlier}</p>`;
  return html`${known.map((ticket) => html`<a class="earlier" href="#/tickets/${encodeURIComponent(ticket.number)}">
    <span><strong>${ticket.number}</strong> <span class="muted">${dayName(new Date(ticket.opened_at), new Date(), desk.language)}</span></span>
    <span class="muted">${statusLabel(desk, ticket.status)} · ${ticket.summary || classLabel(desk, ticket.subcategory) || ''}</span></a>`)}`;
}
