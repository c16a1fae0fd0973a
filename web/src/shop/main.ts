// The demo shop's language switch. Both languages are in the page; the root's lang decides which one shows.
const kKey = 'shop language';

function chosen(): string {
  try {
    const stored = localStorage.getItem(kKey);
    if (stored !== null) return stored;
  } catch {
    // Without storage the browser's language has to do.
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

function show(language: string): void {
  document.documentElement.lang = language;
  document.title = language === 'en' ? 'Chenguang Appliances · somebody listens' : '晨光家电 · 让家里的日子轻一点';
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  void customElements.whenDefined('frontdesk-widget').then(() => {
    document.querySelector('frontdesk-widget')?.setAttribute('locale', language);
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
  button.addEventListener('click', () => {
    const language = button.dataset.language ?? 'zh-CN';
    try {
      localStorage.setItem(kKey, language);
    } catch {
      // The choice then lasts as long as the page.
    }
    show(language);
  });
}
show(chosen());
