// The way in.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { DeskElement } from './element';
import { bellIcon } from './icons';

@customElement('desk-login')
export class DeskLogin extends DeskElement {
  @state() private busy = false;
  @state() private problem = '';

  override render(): TemplateResult {
    const t = this.desk.texts;
    return html`<main class="login">
      <form class="login-card" @submit=${this.submit}>
        <div class="login-mark">${bellIcon}</div>
        <h1>${t.brand}</h1><p class="muted">${t.signInLead}</p>
        <label class="field"><span>${t.name}</span><input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100" autofocus></label>
        <label class="field"><span>${t.password}</span><input name="password" type="password" autocomplete="current-password" required maxlength="500"></label>
        <p class="problem" role="alert">${this.problem || nothing}</p>
        <button class="button primary wide" type="submit" ?disabled=${this.busy}>${this.busy ? t.signingIn : t.signIn}</button>
      </form>
      <button type="button" class="link" lang=${this.desk.language === 'en' ? 'zh-CN' : 'en'} aria-label=${t.languageLabel}
        @click=${() => void this.desk.setLanguage(this.desk.language === 'en' ? 'zh-CN' : 'en')}>${t.language}</button>
    </main>`;
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    this.busy = true;
    this.problem = '';
    try {
      await this.desk.signIn(String(data.get('name')).trim(), String(data.get('password')));
    } catch (error) {
      this.problem = this.desk.error(error);
      form.querySelector<HTMLInputElement>('[name=password]')?.select();
    } finally {
      this.busy = false;
    }
  };
}
