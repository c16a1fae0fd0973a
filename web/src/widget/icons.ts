// Drawn on a 24-unit grid, in the colour of the text around them.
import { svg, html, type TemplateResult } from 'lit';

function icon(shape: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

export const chatIcon = icon(svg`<path d="M20 11.5c0 4.1-3.8 7.5-8.5 7.5-1 0-2-.2-2.9-.4L4 20.5l1.3-3.7A7 7 0 0 1 3 11.5C3 7.4 6.8 4 11.5 4S20 7.4 20 11.5Z"/>
  <path d="M8 11.5h.01M11.5 11.5h.01M15 11.5h.01" stroke-width="2.4"/>`);
export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const downIcon = icon(svg`<path d="M6 9.5l6 6 6-6"/>`);
export const sendIcon = icon(svg`<path d="M12 19V5M5.5 11.5L12 5l6.5 6.5"/>`);
export const botIcon = icon(svg`<rect x="4.5" y="8" width="15" height="11" rx="4"/><path d="M12 8V4.5M9.3 13v1M14.7 13v1"/>`);
export const checkIcon = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`);
