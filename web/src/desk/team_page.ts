// The supervisors' page: who works here.
import { html, nothing, render, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { User } from '../protocol/frames';
import { ApiError, type UserDraft } from './api';
import { ask, show } from './dialogs';
import { DeskElement } from './element';
import { teamLabel } from './labels';

@customElement('team-page')
export class TeamPage extends DeskElement {
  @state() private users: User[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.attempt(async () => { this.users = await this.desk.api.users(); });
  }

  override render(): TemplateResult {
    const t = this.desk.texts;
    return html`<main class="page"><section class="page-list">
      <div class="page-head"><h1>${t.team}</h1><button type="button" class="button primary" data-do="create" @click=${() => void this.create()}>${t.newAgent}</button></div>
      ${this.users === undefined ? html`<p class="nothing">${t.loading}</p>` : html`<div class="table"><table>
        <thead><tr><th>${t.displayName}</th><th>${t.name}</th><th>${t.staffNumber}</th><th>${t.role}</th><th>${t.teamOf}</th><th>${t.status}</th><th><span class="visually-hidden">${t.editUser}</span></th></tr></thead>
        <tbody>${this.users.map((user) => this.row(user))}</tbody></table></div>`}
    </section></main>`;
  }

  private row(user: User): TemplateResult {
    const t = this.desk.texts;
    const me = user.id === this.desk.user?.id;
    return html`<tr data-user=${user.name} class=${user.active ? '' : 'inactive'}>
      <td><strong>${user.display_name}</strong>${me ? html` <span class="muted">${t.you}</span>` : nothing}</td>
      <td>${user.name}</td><td>${user.staff_number}</td><td>${t.roles[user.role] ?? user.role}</td><td>${teamLabel(this.desk, user.team) || t.noTeam}</td>
      <td><span class="chip ${user.active ? 'good' : 'plain'}">${user.active ? t.active : t.inactive}</span></td>
      <td class="row-actions">
        <button type="button" class="link" data-do="edit" @click=${() => void this.edit(user)}>${t.editUser}</button>
        ${me ? nothing : html`<button type="button" class="link" data-do="reset" @click=${() => void this.reset(user)}>${t.resetPassword}</button>
          <button type="button" class="link ${user.active ? 'danger' : ''}" data-do="active" @click=${() => void this.setActive(user)}>${user.active ? t.deactivate : t.activate}</button>`}
      </td></tr>`;
  }

  private async create(): Promise<void> {
    let made: { user: User; password: string } | undefined;
    await this.form(undefined, this.desk.texts.newAgent, async (draft) => { made = await this.desk.api.createUser(draft); });
    if (made === undefined) return;
    this.users = [...(this.users ?? []), made.user];
    await this.showPassword(made.user, made.password);
  }

  private async edit(user: User): Promise<void> {
    await this.form(user, this.desk.texts.editUser, async ({ name: _, ...change }) => this.replace(await this.desk.api.changeUser(user.id, change)));
  }

  private async setActive(user: User): Promise<void> {
    const t = this.desk.texts;
    if (user.active && !(await ask(t.deactivateConfirm(user.display_name), t.confirm, t.cancel))) return;
    await this.attempt(async () => this.replace(await this.desk.api.changeUser(user.id, { active: !user.active })));
  }

  private async reset(user: User): Promise<void> {
    const t = this.desk.texts;
    if (!(await ask(t.resetConfirm(user.display_name), t.confirm, t.cancel))) return;
    await this.attempt(async () => this.showPassword(user, await this.desk.api.resetPassword(user.id)));
  }

  // The form stays, with what was typed, until `save` has worked.
  private form(user: User | undefined, title: string, save: (draft: UserDraft) => Promise<void>): Promise<void> {
    const t = this.desk.texts;
    return show<void>(title, (close) => html`<form @submit=${async (event: Event) => {
        event.preventDefault();
        const form = event.target as HTMLFormElement;
        const data = new FormData(form);
        const value = (key: string) => String(data.get(key) ?? '').trim();
        try {
          await save({ name: user?.name ?? value('name'), display_name: value('display_name'), staff_number: value('staff_number'), role: value('role'), team: value('team') });
          close();
        } catch (error) {
          render(this.desk.error(error), form.querySelector<HTMLElement>('.problem')!);
        }
      }}>
      <h2>${title}</h2>
      ${user === undefined ? html`<label class="field"><span>${t.name}</span><input name="name" required maxlength="50" pattern="[a-z0-9._\\-]+" title=${t.nameHint}
        autocomplete="off" autocapitalize="none" spellcheck="false"><small class="muted">${t.nameHint}</small></label>` : nothing}
      <label class="field"><span>${t.displayName}</span><input name="display_name" required maxlength="50" autocomplete="off" .value=${user?.display_name ?? ''}></label>
      <label class="field"><span>${t.staffNumber}</span><input name="staff_number" required maxlength="20" autocomplete="off" .value=${user?.staff_number ?? ''}></label>
      <label class="field"><span>${t.role}</span><select name="role">
        ${['agent', 'supervisor'].map((role) => html`<option value=${role} ?selected=${role === (user?.role ?? 'agent')}>${t.roles[role]}</option>`)}</select></label>
      <label class="field"><span>${t.teamOf}</span><select name="team"><option value="">${t.noTeam}</option>
        ${(this.desk.names?.teams ?? []).map((team) => html`<option value=${team.id} ?selected=${team.id === user?.team}>${team.label}</option>`)}</select></label>
      <p class="problem" role="alert"></p>
      <div class="dialog-foot"><button type="button" class="button" @click=${() => close()}>${t.cancel}</button>
        <button type="submit" class="button primary">${t.save}</button></div></form>`);
  }

  private async showPassword(user: User, password: string): Promise<void> {
    const t = this.desk.texts;
    await show<void>(t.oneTimePassword, (close) => html`<h2>${t.oneTimePassword}</h2><p>${t.oneTimeLead(user.display_name)}</p>
      <p class="secret"><code data-secret>${password}</code><button type="button" class="button small" @click=${(event: Event) => {
        const button = event.currentTarget as HTMLElement;
        void navigator.clipboard.writeText(password).then(() => { button.textContent = t.copied; });
      }}>${t.copy}</button></p>
      <div class="dialog-foot"><button type="button" class="button primary" @click=${() => close()}>${t.close}</button></div>`);
  }

  private replace(user: User): void {
    this.users = (this.users ?? []).map((other) => (other.id === user.id ? user : other));
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.desk.toast(this.desk.error(error));
    }
  }
}
