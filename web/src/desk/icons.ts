// Drawn on a 24-unit grid, in the colour of the text around them.
import { html, svg, type TemplateResult } from 'lit';

function icon(shape: TemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;
}

export const bellIcon = icon(svg`<path d="M3 19h18M12 6V4M9.8 4h4.4M4.5 19a7.5 7.5 0 0 1 15 0" stroke-width="2"/><path d="M10.4 13.2a4.4 4.4 0 0 0-2.2 2.6" stroke-width="1.6"/>`);
export const botIcon = icon(svg`<rect x="4.5" y="8" width="15" height="11" rx="4"/><path d="M12 8V4.5M9.3 13v1M14.7 13v1"/>`);
export const inboxIcon = icon(svg`<path d="M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20M4 13.5V18a1.5 1.5 0 0 0 1.5 1.5h13A1.5 1.5 0 0 0 20 18v-4.5M4 13.5L6.5 5h11L20 13.5"/>`);
export const clockIcon = icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`);
export const warnIcon = icon(svg`<path d="M12 4.5L3.5 19h17zM12 10v4M12 16.6h.01"/>`);
export const noteIcon = icon(svg`<path d="M5 4.5h14v10l-5 5H5zM14 19.5v-5h5M8.5 9h7M8.5 12.5h4"/>`);
export const personIcon = icon(svg`<circle cx="12" cy="8.5" r="3.5"/><path d="M5 19.5c.8-3.5 3.5-5.5 7-5.5s6.2 2 7 5.5"/>`);
export const shieldIcon = icon(svg`<path d="M12 3.5l7 2.5v5.5c0 4.2-2.8 7.4-7 9-4.2-1.6-7-4.8-7-9V6zM9 12l2.2 2.2L15.2 10"/>`);
export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const searchIcon = icon(svg`<circle cx="11" cy="11" r="6"/><path d="M15.5 15.5L20 20"/>`);
export const panelIcon = icon(svg`<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M14.5 5v14"/>`);
