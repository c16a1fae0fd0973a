// The desk proper: list, conversation, what is known. Single keys work when nobody is writing.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { ConversationView } from './conversation_view';
import './conversation_view';
import './composer';
import { detailPanel } from './detail_panel';
import type { Desk } from './desk';
import { show } from './dialogs';
import { DeskElement } from './element';
import { rowList } from './row_list';

const kTickMs = 1_000; // countdowns show seconds in their last minute
const kFlashMs = 1_600;

@customElement('desk-workspace')
export class DeskWorkspace extends DeskElement {
  @state() private details = false;
  @query('conversation-view') private view!: ConversationView | null;
  private tick: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.tick = setInterval(() => this.requestUpdate(), kTickMs);
    document.addEventListener('keydown', this.key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.tick);
    document.removeEventListener('keydown', this.key);
  }

  override render(): TemplateResult {
    const { desk } = this;
    const now = Date.now();
    const detail = desk.selected === undefined ? undefined : desk.session?.of(desk.selected)?.detail;
    return html`<div class="workspace ${this.details ? 'details-open' : ''}">
      <div class="left">${rowList(desk, now)}</div>
      <main class="middle"><conversation-view .desk=${desk} @details=${() => { this.details = !this.details; }}></conversation-view></main>
      <aside class="right" aria-label=${desk.texts.details}>
        <button type="button" class="button small only-narrow" @click=${() => { this.details = false; }}>${desk.texts.close}</button>
        ${detail === undefined ? nothing : detailPanel(desk, detail, now, (seq) => this.showSeq(seq))}</aside>
    </div>`;
  }

  private showSeq(seq: number): void {
    const entry = this.querySelector(`.log [data-seq="${seq}"]`);
    if (entry === null) return;
    this.details = false;
    entry.scrollIntoView({ block: 'center' });
    entry.classList.add('flash');
    setTimeout(() => entry.classList.remove('flash'), kFlashMs);
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (target.closest('input, textarea, select, dialog') !== null) return;
    const acts: Record<string, () => void> = {
      j: () => this.move(1),
      k: () => this.move(-1),
      c: () => this.view?.claim(),
      r: () => this.view?.write('reply'),
      n: () => this.view?.write('note'),
      '?': () => void showKeys(this.desk),
    };
    const act = acts[event.key.toLowerCase()];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  private move(step: number): void {
    const rows = [...this.querySelectorAll<HTMLElement>('.row')];
    const here = rows.findIndex((row) => row.dataset.id === this.desk.selected);
    const next = rows[here < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, here + step))];
    if (next === undefined) return;
    this.desk.select(next.dataset.id);
    next.scrollIntoView({ block: 'nearest' });
  }
}

export async function showKeys(desk: Desk): Promise<void> {
  const t = desk.texts;
  await show<void>(t.shortcuts, (close) => html`<h2>${t.shortcuts}</h2>
    <dl class="keys">${t.keys.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>
    <div class="dialog-foot"><button type="button" class="button primary" @click=${() => close()}>${t.close}</button></div>`);
}
