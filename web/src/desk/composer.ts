// Where an agent writes: a reply for the customer or a note for colleagues. Drafts belong to their conversation.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { characters, isComposing, wellFormed } from '../common/text';
import type { HolderKind } from '../protocol/frames';
import { kCounterShownBelow, kMaxMessageCharacters } from '../protocol/limits';
import { DeskElement } from './element';

type Kind = 'reply' | 'note';
const kMaxInputPx = 200;

@customElement('desk-composer')
export class DeskComposer extends DeskElement {
  @property() conversation = '';
  @property() holder: HolderKind = 'bot';
  @property({ type: Boolean }) mine = false;
  @state() private kind: Kind = 'reply';
  @query('textarea') private input!: HTMLTextAreaElement | null;

  // The conversation whose text box is to have the focus as soon as there is one: after a claim it comes with the server's answer.
  private focusFor: string | undefined;

  write(kind: Kind, text?: string): void {
    this.kind = kind;
    if (text !== undefined) this.draft = text;
    this.focusFor = this.conversation;
    this.requestUpdate();
  }

  private get drafts(): { reply: string; note: string } {
    const known = this.desk.drafts.get(this.conversation);
    if (known !== undefined) return known;
    const fresh = { reply: '', note: '' };
    this.desk.drafts.set(this.conversation, fresh);
    return fresh;
  }
  private get draft(): string { return this.drafts[this.kind]; }
  private set draft(text: string) {
    this.drafts[this.kind] = text;
    this.requestUpdate();
  }
  private get silenced(): boolean { return this.kind === 'reply' && !this.mine; }

  override updated(): void {
    this.fit();
    if (this.focusFor !== undefined && this.focusFor !== this.conversation) this.focusFor = undefined;
    if (this.focusFor === undefined || this.input === null) return;
    this.focusFor = undefined;
    this.input.focus();
  }

  override render(): TemplateResult {
    const t = this.desk.texts;
    const left = kMaxMessageCharacters - characters(this.draft);
    return html`<form class="composer ${this.kind}" @submit=${this.submit}>
      <div class="tabs" role="tablist" @keydown=${this.keyInTabs}>${this.tab('reply', t.reply)}${this.tab('note', t.note)}</div>
      ${this.silenced ? html`<p class="silenced" role="note">${t.cannotReply[this.holder]}</p>` : html`
        <div class="write" role="tabpanel">
          <textarea rows="2" aria-label=${this.kind === 'note' ? t.note : t.reply} placeholder=${this.kind === 'note' ? t.noteTo : t.replyTo}
            .value=${this.draft} @input=${this.typed} @keydown=${this.key}></textarea>
          <div class="composer-foot">
            <span class="counter ${left < 0 ? 'bad' : ''}" role="status">${left < 0 ? t.tooLong(-left) : left < kCounterShownBelow ? t.left(left) : nothing}</span>
            <button class="button primary" type="submit" ?disabled=${left < 0 || this.draft.trim() === ''}>${this.kind === 'note' ? t.saveNote : t.send}</button>
          </div>
        </div>`}
    </form>`;
  }

  private tab(kind: Kind, label: string): TemplateResult {
    const chosen = this.kind === kind;
    return html`<button type="button" role="tab" data-kind=${kind} aria-selected=${chosen} tabindex=${chosen ? 0 : -1} @click=${() => this.write(kind)}>${label}</button>`;
  }

  private readonly keyInTabs = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    this.kind = this.kind === 'reply' ? 'note' : 'reply';
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus());
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.key === 'Escape') this.input?.blur();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    this.send();
  };

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    this.send();
  };

  private readonly typed = (event: Event): void => {
    this.draft = (event.target as HTMLTextAreaElement).value;
    if (this.kind === 'reply' && this.draft !== '') this.desk.session?.type(this.conversation);
  };

  private send(): void {
    const text = wellFormed(this.draft).trim();
    if (text === '' || characters(text) > kMaxMessageCharacters || this.silenced) return;
    if (this.desk.session?.say(this.conversation, this.kind === 'note' ? 'note' : 'message', text)) this.draft = '';
    this.input?.focus();
  }

  private fit(): void {
    const input = this.input;
    if (input === null) return;
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, kMaxInputPx)}px`;
  }
}
