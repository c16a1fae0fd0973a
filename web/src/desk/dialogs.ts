// Questions in a <dialog>: the browser keeps the focus inside, Escape answers no.
import { html, render, type TemplateResult } from 'lit';

// Shows `content` until `close` is called or Escape is pressed; what `close` was given is the answer, undefined for Escape.
export function show<T>(label: string, content: (close: (answer?: T) => void) => TemplateResult): Promise<T | undefined> {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', label);
    let answer: T | undefined;
    const close = (given?: T) => {
      answer = given;
      dialog.close();
    };
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    render(content(close), dialog);
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[autofocus], input, button.primary')?.focus();
  });
}

export async function ask(question: string, yes: string, no: string): Promise<boolean> {
  const answer = await show<boolean>(question, (close) => html`<p class="question">${question}</p>
    <div class="dialog-foot"><button type="button" class="button" @click=${() => close(false)}>${no}</button>
      <button type="button" class="button primary" @click=${() => close(true)}>${yes}</button></div>`);
  return answer === true;
}

// One line of text, or undefined when it was not given.
export function askText(title: string, label: string, initial: string, yes: string, no: string): Promise<string | undefined> {
  return show<string>(title, (close) => html`<form @submit=${(event: Event) => {
      event.preventDefault();
      close(String(new FormData(event.target as HTMLFormElement).get('text') ?? '').trim() || undefined);
    }}>
    <h2>${title}</h2>
    <label class="field"><span>${label}</span><input name="text" required maxlength="200" .value=${initial}></label>
    <div class="dialog-foot"><button type="button" class="button" @click=${() => close()}>${no}</button>
      <button type="submit" class="button primary">${yes}</button></div></form>`);
}
