// An agent's own password.
import { html, render } from 'lit';
import { ApiError } from './api';
import type { Desk } from './desk';
import { show } from './dialogs';

// As the server asks of new passwords.
const kLeastPassword = 10;

export async function changePassword(desk: Desk): Promise<void> {
  const t = desk.texts;
  const done = await show<boolean>(t.changePassword, (close) => html`<form @submit=${(event: Event) => void submit(desk, event, close)}>
    <h2>${t.changePassword}</h2>
    <label class="field"><span>${t.oldPassword}</span><input type="password" name="old" autocomplete="current-password" required></label>
    <label class="field"><span>${t.newPassword}</span><input type="password" name="new" autocomplete="new-password" required minlength=${kLeastPassword}>
      <small class="muted">${t.passwordHint}</small></label>
    <label class="field"><span>${t.repeatPassword}</span><input type="password" name="again" autocomplete="new-password" required></label>
    <p class="problem" role="alert"></p>
    <div class="dialog-foot"><button type="button" class="button" @click=${() => close()}>${t.cancel}</button>
      <button type="submit" class="button primary">${t.save}</button></div></form>`);
  if (done) desk.toast(t.passwordChanged);
}

async function submit(desk: Desk, event: Event, close: (done?: boolean) => void): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const data = new FormData(form);
  const problem = (text: string): void => { render(text, form.querySelector<HTMLElement>('.problem')!); };
  if (data.get('new') !== data.get('again')) return problem(desk.texts.passwordsDiffer);
  try {
    await desk.api.changePassword(String(data.get('old')), String(data.get('new')));
    close(true);
  } catch (error) {
    const wrong = error instanceof ApiError && error.code === 'wrong_login';
    problem(wrong ? desk.texts.errors.wrong_password! : desk.error(error));
  }
}
