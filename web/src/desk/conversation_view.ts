// The middle column: whose conversation it is, what was said, and what an agent may do with it now.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Row } from '../protocol/frames';
import type { Command } from '../protocol/desk_session';
import type { DeskComposer } from './composer';
import { ask } from './dialogs';
import { conversationLog } from './conversation_log';
import { DeskElement } from './element';
import { inboxIcon, panelIcon, shieldIcon } from './icons';
import { classLabel, priorityLabel } from './labels';

// Nearer to the end than this, the log follows what arrives.
const kFollowWithinPx = 100;

@customElement('conversation-view')
export class ConversationView extends DeskElement {
  @state() private newer = false;
  @query('.log') private log!: HTMLElement | null;
  @query('desk-composer') private composer!: DeskComposer | null;

  private follows = true;
  private shownFor = '';
  private shown = 0;

  // For the keyboard: what the buttons do.
  claim(): void {
    const row = this.row;
    if (row !== undefined && (row.holder === 'queue' || row.holder === 'bot')) this.command('claim');
  }
  write(kind: 'reply' | 'note'): void { this.composer?.write(kind); }

  private get row(): Row | undefined {
    const id = this.desk.selected;
    return id === undefined ? undefined : this.desk.session?.of(id)?.detail ?? this.desk.session?.rows.get(id);
  }

  override updated(): void {
    if (this.log === null || this.desk.selected === undefined) return;
    const count = this.log.childElementCount;
    if (this.shownFor !== this.desk.selected) {
      this.shownFor = this.desk.selected;
      this.follows = true;
      this.newer = false;
    } else if (count > this.shown && !this.follows) {
      this.newer = true;
    }
    this.shown = count;
    if (this.follows) this.log.scrollTop = this.log.scrollHeight;
  }

  override render(): TemplateResult {
    const t = this.desk.texts;
    const id = this.desk.selected;
    if (id === undefined) return html`<div class="empty">${inboxIcon}<h2>${t.pickTitle}</h2><p>${t.pickLead}</p></div>`;
    const row = this.row;
    const watched = this.desk.session?.of(id);
    return html`
      ${row === undefined ? html`<header class="conversation-head"><p class="muted">${t.loading}</p></header>` : this.head(row)}
      <div class="log-frame">
        <div class="log" role="log" aria-live="polite" aria-label=${t.workspace} tabindex="0" @scroll=${this.scrolled}>
          ${conversationLog(this.desk, id, { edit: (item) => {
            this.desk.session?.discard(item.cid);
            this.composer?.write(item.frame.type === 'note' ? 'note' : 'reply', String(item.frame.text ?? ''));
          } })}
        </div>
        ${this.newer ? html`<button type="button" class="newer" @click=${this.toEnd}>${t.newer} ↓</button>` : nothing}
        <p class="typing" role="status">${watched?.customerTyping ? t.customerTyping : watched?.otherAgentTyping ? t.agentTyping : nothing}</p>
      </div>
      ${row === undefined ? nothing : html`<desk-composer .desk=${this.desk} conversation=${id} holder=${row.holder} ?mine=${this.mine(row)}></desk-composer>`}`;
  }

  private head(row: Row): TemplateResult {
    const t = this.desk.texts;
    const identity = this.desk.session?.of(row.id)?.detail?.identity;
    return html`<header class="conversation-head">
      <div class="about">
        <h1>${row.customer || t.anonymous}
          ${identity === 'verified' ? html`<span class="verified" title=${t.verified}>${shieldIcon}<span class="visually-hidden">${t.verified}</span></span>` : nothing}</h1>
        <p><span class="chip ${row.priority}">${priorityLabel(this.desk, row.priority)}</span>
          <span>${classLabel(this.desk, row.subject) ?? t.noSubject}</span>
          ${row.reason && row.reason !== row.priority ? html`<span class="muted">${t.reasons[row.reason] ?? row.reason}</span>` : nothing}
          <span class="muted" data-holder=${row.holder}>${this.holderText(row)}</span></p>
      </div>
      <div class="actions">${this.buttons(row)}
        <button type="button" class="button quiet only-narrow" aria-label=${t.details} title=${t.details}
          @click=${() => this.dispatchEvent(new CustomEvent('details'))}>${panelIcon}</button></div>
    </header>`;
  }

  private mine(row: Row): boolean {
    return row.holder === 'agent' && row.agent === this.desk.user?.id;
  }

  private holderText(row: Row): string {
    const t = this.desk.texts;
    if (row.holder === 'agent') return this.mine(row) ? t.holderMe : t.holderAgent(row.agent_name ?? '');
    return row.holder === 'queue' ? t.holderQueue : row.holder === 'bot' ? t.holderBot : t.holderNobody;
  }

  private buttons(row: Row): unknown {
    const t = this.desk.texts;
    if (row.holder === 'queue') return this.button('claim', t.claim, 'primary');
    if (row.holder === 'bot') return this.button('claim', t.takeOver, '');
    if (!this.mine(row)) return nothing;
    return html`${this.button('release', t.release, '')}${this.button('return', t.putBack, '')}${this.button('close', t.end, '')}`;
  }

  private button(command: Command, label: string, look: string): TemplateResult {
    const session = this.desk.session;
    const idle = session?.link === 'ready' && this.desk.selected !== undefined && !session.busy(this.desk.selected);
    return html`<button type="button" class="button ${look}" data-command=${command} ?disabled=${!idle} @click=${() => this.command(command)}>${label}</button>`;
  }

  private command(command: Command): void {
    const id = this.desk.selected;
    if (id === undefined) return;
    const t = this.desk.texts;
    if (command === 'close') {
      void ask(t.endConfirm, t.confirm, t.cancel).then((yes) => { if (yes) this.desk.session?.command(id, 'close'); });
      return;
    }
    this.desk.session?.command(id, command);
    if (command === 'claim') this.write('reply');
  }

  private readonly scrolled = (): void => {
    const log = this.log;
    if (log === null) return;
    this.follows = log.scrollHeight - log.scrollTop - log.clientHeight < kFollowWithinPx;
    if (this.follows) this.newer = false;
  };

  private readonly toEnd = (): void => {
    this.follows = true;
    this.newer = false;
    this.requestUpdate();
  };
}
