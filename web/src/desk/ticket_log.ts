// The handling log of a ticket, fetched when it is opened, and again when the ticket has changed since.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LogLine } from '../protocol/frames';
import { DeskElement } from './element';
import { handlingLog } from './ticket_card';

@customElement('ticket-log')
export class TicketLog extends DeskElement {
  @property() number = '';
  // Anything that is another value once the ticket has changed.
  @property() version = '';
  @state() private lines: LogLine[] | undefined;
  private opened = false;
  private fetched = '';

  override updated(): void {
    if (this.opened && this.fetched !== this.wanted) void this.fetch();
  }

  override render(): TemplateResult {
    return html`<details @toggle=${(event: Event) => { this.opened = (event.target as HTMLDetailsElement).open; this.requestUpdate(); }}>
      <summary>${this.desk.texts.log}</summary>
      ${this.lines === undefined ? nothing : handlingLog(this.desk, this.lines, Date.now())}</details>`;
  }

  private get wanted(): string { return `${this.number} ${this.version}`; }

  private async fetch(): Promise<void> {
    const wanted = this.wanted;
    this.fetched = wanted;
    try {
      const { log } = await this.desk.api.ticket(this.number);
      if (wanted === this.wanted) this.lines = log ?? [];
    } catch (error) {
      this.desk.toast(this.desk.error(error));
    }
  }
}
