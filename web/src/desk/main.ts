// The desk's page: the bar on top, and under it what the address asks for: #/, #/tickets, #/tickets/WX..., #/team.
import { html, nothing, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { showInTitle } from '../common/title_badge';
import { Desk } from './desk';
import { bellIcon } from './icons';
import { changePassword } from './password_dialog';
import './login';
import './team_page';
import './tickets_page';
import { showKeys } from './workspace';
import './workspace';

@customElement('frontdesk-desk')
export class FrontdeskDesk extends LitElement {
  // The page lives at <server>/desk/; the server's own addresses are one level up.
  private readonly desk = new Desk(new URL('..', location.href.split(/[?#]/)[0]), () => this.requestUpdate());

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.documentElement.lang = this.desk.language;
    window.addEventListener('hashchange', () => this.requestUpdate());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.desk.seenQueue();
      this.requestUpdate();
    });
    document.addEventListener('click', this.closeMenu);
    void this.desk.resume();
  }

  override updated(): void {
    showInTitle(this.desk.fresh);
  }

  override render(): TemplateResult {
    const { desk } = this;
    if (!desk.settled) return html`<p class="starting" role="status">${desk.unreachable ? desk.texts.errors.offline : desk.texts.connecting}</p>`;
    if (desk.user === undefined) return html`<desk-login .desk=${desk}></desk-login>`;
    return html`${this.bar()}
      ${desk.session?.lost ? html`<p class="banner" role="status" data-banner="lost">${desk.texts.reconnecting}</p>` : nothing}
      ${this.page()}
      <div class="toasts" role="status" aria-live="polite">${desk.toasts.map((toast) => html`<p class="toast">${toast.text}</p>`)}</div>`;
  }

  private page(): TemplateResult {
    const { desk } = this;
    const [page, rest] = location.hash.replace(/^#\/?/, '').split('/');
    if (page === 'tickets') return html`<tickets-page .desk=${desk} number=${decodeURIComponent(rest ?? '')}></tickets-page>`;
    if (page === 'team' && desk.user?.role === 'supervisor') return html`<team-page .desk=${desk}></team-page>`;
    return html`<desk-workspace .desk=${desk}></desk-workspace>`;
  }

  private bar(): TemplateResult {
    const { desk } = this;
    const t = desk.texts;
    const page = location.hash.replace(/^#\/?/, '').split('/')[0];
    const tab = (name: string, label: string) => html`<a href="#/${name}" aria-current=${page === name ? 'page' : 'false'}>${label}</a>`;
    const waiting = desk.rows('queue').length;
    return html`<header class="bar">
      <a class="brand" href="#/">${bellIcon}<span>${desk.names?.company ?? t.brand}</span></a>
      <nav>${tab('', t.workspace)}${waiting > 0 ? html`<span class="count" aria-label="${t.queue} ${waiting}">${waiting}</span>` : nothing}
        ${tab('tickets', t.tickets)}${desk.user?.role === 'supervisor' ? tab('team', t.team) : nothing}</nav>
      <span class="here muted" title=${(desk.session?.present ?? []).map((agent) => agent.name).join('、')}>${
        (desk.session?.present.length ?? 0) > 0 ? t.present(desk.session!.present.length) : nothing}</span>
      <button type="button" class="presence ${desk.session?.available ? 'on' : ''}" role="switch" aria-checked=${desk.session?.available ? 'true' : 'false'}
        aria-label=${t.availability} ?disabled=${desk.session?.link !== 'ready'} @click=${() => desk.session?.setAvailable(!desk.session.available)}>
        <i></i>${desk.session?.available ? t.available : t.away}</button>
      <button type="button" class="link" lang=${desk.language === 'en' ? 'zh-CN' : 'en'} aria-label=${t.languageLabel}
        @click=${() => void desk.setLanguage(desk.language === 'en' ? 'zh-CN' : 'en')}>${t.language}</button>
      <details class="menu">
        <summary><span class="face" aria-hidden="true">${[...(desk.user?.display_name ?? '?')][0]}</span><span>${desk.user?.display_name}</span></summary>
        <div class="menu-list">
          <p class="muted">${desk.user?.name} · ${desk.user?.staff_number}</p>
          <button type="button" data-do="keys" @click=${() => void showKeys(desk)}>${t.shortcuts}</button>
          <button type="button" data-do="password" @click=${() => void changePassword(desk)}>${t.changePassword}</button>
          <button type="button" data-do="sign-out" @click=${() => void desk.signOut()}>${t.signOut}</button>
        </div>
      </details>
    </header>`;
  }

  private readonly closeMenu = (event: MouseEvent): void => {
    const menu = this.querySelector<HTMLDetailsElement>('.menu');
    if (menu !== null && menu.open && !(event.target as Element).closest('summary')) menu.open = false;
  };
}
