// The customers' widget: a launcher, and behind it the conversation. Works on any page, in a shadow root of its own.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { browserEnvironment } from '../common/browser_environment';
import { characters, isComposing, wellFormed } from '../common/text';
import type { Language } from '../common/time';
import { showInTitle } from '../common/title_badge';
import { onWake } from '../common/wake';
import { CustomerSession } from '../protocol/customer_session';
import { kCounterShownBelow, kMaxMessageCharacters } from '../protocol/limits';
import type { OutboxItem } from '../protocol/outbox';
import { inkOn } from './colour';
import { botIcon, chatIcon, closeIcon, downIcon, sendIcon } from './icons';
import { logView, type LogActions } from './log_view';
import { styles } from './styles';
import { texts, type WidgetTexts } from './texts';

// Texts that the owner configures; the widget does without them when they cannot be had.
interface OwnerTexts {
  company?: string;
  title?: string;
  placeholder?: string;
  commitment?: string;
}

// Nearer to the end than this, the log follows what arrives.
const kFollowWithinPx = 80;
const kMaxInputPx = 132;

export class FrontdeskWidget extends LitElement {
  static override styles = styles;

  @property() locale = 'auto';
  @property({ type: Boolean, reflect: true }) open = false;
  server = '';
  heading: string | undefined;
  color: string | undefined;

  @state() private owner: OwnerTexts = {};
  @state() private draft = '';
  @state() private newer = false;
  @state() private full = false;
  @query('textarea') private input!: HTMLTextAreaElement | null;
  @query('.log') private log!: HTMLElement | null;
  @query('.launcher') private launcher!: HTMLElement | null;

  private session!: CustomerSession;
  private follows = true;
  private shown = 0; // entries and items at the last update, to notice new ones
  private readonly leave: (() => void)[] = [];

  private get language(): Language {
    if (this.locale === 'zh-CN' || this.locale === 'en') return this.locale;
    return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
  }
  private get texts(): WidgetTexts { return texts[this.language]; }

  override connectedCallback(): void {
    super.connectedCallback();
    const socket = new URL('chat', this.server);
    socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';
    this.session = new CustomerSession(browserEnvironment(socket.href), `frontdesk ${this.server} `, this.language, () => this.heard());
    this.leave.push(onWake((fresh) => this.session.wake(fresh)));
    this.followViewport();
    this.paint();
    if (this.session.known) this.session.start();
    void this.fetchOwnerTexts();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const leave of this.leave.splice(0)) leave();
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('locale') || changed.get('locale') === undefined) return;
    void this.fetchOwnerTexts();
    // Nothing was said yet: the greeting might as well be in the language just chosen.
    if (this.session.link !== 'idle' && this.session.fresh) this.session.begin(this.language);
  }

  override updated(): void {
    if (!this.open || this.log === null) return;
    const count = this.session.entries.length + this.session.unsent.length;
    const grew = count > this.shown;
    this.shown = count;
    if (this.follows) this.log.scrollTop = this.log.scrollHeight;
    else if (grew) this.newer = true;
  }

  override render(): TemplateResult {
    return this.open ? this.panel() : this.closed();
  }

  private closed(): TemplateResult {
    const unread = this.session.unread;
    return html`<button class="launcher" type="button" aria-haspopup="dialog" aria-expanded="false"
        aria-label=${unread > 0 ? this.texts.launcherUnread(unread) : this.texts.launcher} @click=${this.show}>
      ${chatIcon}<span aria-hidden="true">${this.texts.launcher}</span>
      ${unread > 0 ? html`<span class="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>` : nothing}
    </button>
    <div class="visually-hidden" role="status">${unread > 0 ? this.texts.launcherUnread(unread) : nothing}</div>`;
  }

  private panel(): TemplateResult {
    const title = this.heading ?? this.owner.title ?? this.texts.title;
    return html`<section class="panel" role="dialog" aria-label=${title} lang=${this.language} @keydown=${this.keyInPanel}>
      <header>
        <div class="face" aria-hidden="true">${this.face()}</div>
        <div class="who"><h2>${title}</h2><p class="holder">${this.holderLine()}</p></div>
        <button class="tool" type="button" aria-label=${this.texts.close} title=${this.texts.close} @click=${this.hide}>${closeIcon}</button>
      </header>
      ${this.strips()}
      <div class="middle">
        <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label=${this.texts.log} tabindex="0" @scroll=${this.scrolled}>
          ${this.owner.commitment ? html`<div class="commitment">${this.owner.commitment}</div>` : nothing}
          ${logView({ session: this.session, language: this.language, texts: this.texts, actions: this.actions })}
          ${this.typing()}
          ${this.session.holder.kind === 'nobody' && this.session.entries.length > 0 ? this.over() : nothing}
        </div>
        ${this.newer ? html`<button class="newer" type="button" @click=${this.toEnd}>${this.texts.newer}${downIcon}</button>` : nothing}
      </div>
      ${this.composer()}
    </section>`;
  }

  private face(): unknown {
    const { kind, name } = this.session.holder;
    return kind === 'agent' && name ? [...name][0] : botIcon;
  }

  private holderLine(): string {
    const { kind, name, staffNumber } = this.session.holder;
    if (this.session.link === 'connecting' && this.session.entries.length === 0) return this.texts.connecting;
    if (kind === 'agent') return name ? this.texts.agent(name, staffNumber ?? '') : this.texts.agentUnnamed;
    if (kind === 'queue') return this.texts.queue;
    return name ?? this.owner.company ?? this.texts.bot;
  }

  private strips(): unknown {
    const { queue, lost, holder } = this.session;
    return html`
      ${lost ? html`<div class="strip late" role="status" data-strip="offline">${this.texts.offline}</div>` : nothing}
      ${holder.kind === 'queue' && queue !== undefined ? html`<div class="strip queue" role="status" data-strip="queue">
        <b>${this.texts.queuePlace(queue.position)}</b>
        ${queue.estimateMinutes !== undefined ? html`<span>${this.texts.queueEstimate(queue.estimateMinutes)}</span>` : nothing}</div>` : nothing}`;
  }

  private typing(): unknown {
    const { typing } = this.session;
    if (typing === undefined) return nothing;
    return html`<div class="typing" role="img" aria-label=${typing === 'agent' ? this.texts.typingAgent : this.texts.typingBot}><i></i><i></i><i></i></div>`;
  }

  private over(): TemplateResult {
    return html`<div class="over">${this.texts.over}
      <button type="button" @click=${() => { this.session.begin(this.language); this.input?.focus(); }}>${this.texts.begin}</button></div>`;
  }

  private composer(): TemplateResult {
    const left = kMaxMessageCharacters - characters(this.draft);
    return html`<form @submit=${this.submit}>
      <div class="box">
        <textarea rows="1" aria-label=${this.texts.input} aria-describedby="counter" placeholder=${this.owner.placeholder ?? this.texts.placeholder}
          .value=${this.draft} enterkeyhint="send" autocomplete="off" @input=${this.typed} @keydown=${this.keyInInput}></textarea>
        <button class="send" type="submit" aria-label=${this.texts.send} title=${this.texts.send} ?disabled=${left < 0 || this.draft.trim() === ''}>${sendIcon}</button>
      </div>
      <div id="counter" class="counter ${left < 0 ? 'bad' : ''}" role="status" ?hidden=${left >= kCounterShownBelow && !this.full}>${this.full
        ? this.texts.full : left < 0 ? this.texts.tooLong(-left) : this.texts.left(left)}</div>
    </form>`;
  }

  private readonly show = (): void => {
    this.open = true;
    this.follows = true;
    this.session.start();
    this.noteRead();
    void this.updateComplete.then(() => this.input?.focus());
  };

  private readonly hide = (): void => {
    this.open = false;
    void this.updateComplete.then(() => this.launcher?.focus());
  };

  private readonly keyInPanel = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.stopPropagation();
    this.hide();
  };

  private readonly keyInInput = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    this.send();
  };

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    this.send();
    this.input?.focus();
  };

  private readonly typed = (event: Event): void => {
    this.draft = (event.target as HTMLTextAreaElement).value;
    this.fitInput();
    if (this.draft !== '') this.session.type();
  };

  private send(): void {
    const text = wellFormed(this.draft).trim();
    if (text === '' || characters(text) > kMaxMessageCharacters) return;
    this.full = !this.session.say(text);
    if (this.full) return;
    this.draft = '';
    this.follows = true;
    void this.updateComplete.then(() => this.fitInput());
  }

  private fitInput(): void {
    const input = this.input;
    if (input === null) return;
    input.style.height = 'auto';
    input.style.height = `${Math.min(input.scrollHeight, kMaxInputPx)}px`;
  }

  private readonly actions: LogActions = {
    choose: (choice) => {
      this.follows = true;
      this.session.choose(choice);
      this.input?.focus();
    },
    retry: (item) => this.session.retry(item.cid),
    edit: (item: OutboxItem) => {
      this.draft = String(item.frame.text ?? '');
      this.session.discard(item.cid);
      void this.updateComplete.then(() => { this.fitInput(); this.input?.focus(); });
    },
    discard: (item) => { this.session.discard(item.cid); this.input?.focus(); },
  };

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
    this.input?.focus();
  };

  // Something in the session changed.
  private heard(): void {
    this.noteRead();
    this.requestUpdate();
  }

  private noteRead(): void {
    if (this.session === undefined) return;
    if (this.open && !document.hidden) this.session.read();
    showInTitle(this.session.unread);
  }

  // The keyboard of a phone shrinks the visual viewport only; a full-screen sheet has to follow it.
  private followViewport(): void {
    const seen = () => this.noteRead();
    document.addEventListener('visibilitychange', seen);
    this.leave.push(() => document.removeEventListener('visibilitychange', seen));
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const fit = () => {
      this.style.setProperty('--viewport-height', `${viewport.height}px`);
      this.style.setProperty('--viewport-top', `${viewport.offsetTop}px`);
      if (this.follows && this.log !== null) this.log.scrollTop = this.log.scrollHeight;
    };
    fit();
    viewport.addEventListener('resize', fit);
    viewport.addEventListener('scroll', fit);
    this.leave.push(() => { viewport.removeEventListener('resize', fit); viewport.removeEventListener('scroll', fit); });
  }

  private paint(): void {
    const ink = this.color === undefined ? undefined : inkOn(this.color);
    if (this.color === undefined || ink === undefined) return;
    this.style.setProperty('--accent', this.color);
    this.style.setProperty('--on-accent', ink.colour);
    // A light colour carries dark ink, and cannot be ink on white itself.
    if (ink.dark) this.style.setProperty('--accent-text', ink.colour);
  }

  private async fetchOwnerTexts(): Promise<void> {
    try {
      const answer = await fetch(new URL(`api/v1/widget?locale=${this.language}`, this.server), { credentials: 'omit' });
      if (answer.ok) this.owner = (await answer.json()) as OwnerTexts;
    } catch {
      // The widget's own words do.
    }
  }
}
