// The one script tag: <script src="https://desk.example/widget.js" data-locale="zh-CN" async></script>.
// The server is where the script came from. Attributes: data-locale (auto, zh-CN, en), data-title, data-color (#rrggbb).
import { FrontdeskWidget } from './widget';

const kTag = 'frontdesk-widget';
const script = document.currentScript as HTMLScriptElement | null;

function mount(source: HTMLScriptElement): void {
  if (document.querySelector(kTag) !== null) return;
  const widget = document.createElement(kTag) as FrontdeskWidget;
  widget.server = new URL('.', source.src).href;
  widget.setAttribute('locale', source.dataset.locale ?? 'auto');
  if (source.dataset.title !== undefined) widget.heading = source.dataset.title;
  if (source.dataset.color !== undefined) widget.color = source.dataset.color;
  document.body.append(widget);
}

if (script !== null && customElements.get(kTag) === undefined) {
  customElements.define(kTag, FrontdeskWidget);
  if (document.body !== null) mount(script);
  else document.addEventListener('DOMContentLoaded', () => mount(script), { once: true });
}
