// The widget's look, inside the shadow root. A page's own rules for the host element (`* { color: red }`) are stronger than plain
// :host rules, important ones are not: hence each !important there.
import { css } from 'lit';

export const styles = css`
  :host {
    all: initial !important;
    --accent: #0b6b63;
    --on-accent: #ffffff;
    --accent-text: var(--accent);
    --ink: #1b2430;
    --ink-soft: #5c6775;
    --ink-faint: #6f7a88;
    --line: #e4e7eb;
    --paper: #ffffff;
    --ground: #f5f6f8;
    --danger: #b3261e;
    --focus: 0 0 0 2px var(--paper), 0 0 0 4px var(--accent);
    position: fixed !important;
    z-index: 2147483000 !important;
    inset: auto 24px 24px auto !important;
    font: 400 14px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif !important;
    color: var(--ink) !important;
    color-scheme: light !important;
    -webkit-text-size-adjust: 100%;
  }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  button { font: inherit; color: inherit; border: 0; background: none; padding: 0; cursor: pointer; }
  button:disabled { cursor: default; }
  :focus-visible { outline: none; box-shadow: var(--focus); }
  .icon { width: 1.25em; height: 1.25em; flex: none; display: block; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .launcher {
    display: flex; align-items: center; gap: 8px; height: 52px; padding: 0 20px 0 16px; border-radius: 26px;
    background: var(--accent); color: var(--on-accent); font-weight: 600; font-size: 15px; position: relative;
    box-shadow: 0 2px 6px rgb(16 24 40 / .12), 0 10px 28px rgb(16 24 40 / .2); transition: transform .16s ease, box-shadow .16s ease;
  }
  .launcher:hover { transform: translateY(-2px); box-shadow: 0 4px 10px rgb(16 24 40 / .14), 0 16px 36px rgb(16 24 40 / .24); }
  .launcher .icon { width: 24px; height: 24px; }
  .badge {
    position: absolute; top: -6px; right: -4px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; background: #d92d20;
    color: #fff; font-size: 12px; line-height: 22px; text-align: center; box-shadow: 0 0 0 2px #fff; font-variant-numeric: tabular-nums;
  }

  .panel {
    width: 392px; height: min(660px, calc(100vh - 48px)); display: flex; flex-direction: column; overflow: hidden; background: var(--ground);
    border-radius: 18px; box-shadow: 0 0 0 1px rgb(16 24 40 / .06), 0 8px 20px rgb(16 24 40 / .1), 0 28px 64px rgb(16 24 40 / .22);
    animation: rise .18s ease-out;
  }
  @keyframes rise { from { opacity: 0; transform: translateY(10px); } }

  header { display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 18px; background: var(--accent); color: var(--on-accent); flex: none; }
  .face {
    width: 38px; height: 38px; border-radius: 50%; flex: none; display: grid; place-items: center; font-weight: 600; font-size: 16px;
    background: color-mix(in srgb, var(--on-accent) 16%, transparent);
  }
  .face .icon { width: 22px; height: 22px; }
  .who { flex: 1; min-width: 0; }
  h2 { margin: 0; font-size: 16px; line-height: 1.35; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .holder { margin: 1px 0 0; font-size: 13px; line-height: 1.4; opacity: .88; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .tool { width: 40px; height: 40px; border-radius: 10px; display: grid; place-items: center; color: inherit; }
  .tool:hover { background: color-mix(in srgb, var(--on-accent) 14%, transparent); }
  header :focus-visible { box-shadow: 0 0 0 2px var(--on-accent); }

  .strip { flex: none; padding: 9px 18px; font-size: 13px; background: #fff7e6; color: #6b4a00; border-bottom: 1px solid #f3e2b8; display: flex; gap: 8px; align-items: baseline; flex-wrap: wrap; }
  .strip.queue { background: #eef4ff; color: #1d3f8a; border-color: #d5e2ff; }
  .strip b { font-weight: 600; font-variant-numeric: tabular-nums; }
  .strip.late { animation: appear .2s 1.2s both; }
  @keyframes appear { from { opacity: 0; } }

  .log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px 16px 8px; display: flex; flex-direction: column; gap: 4px; scrollbar-width: thin; scrollbar-color: #c9cfd6 transparent; }
  .log:focus-visible { box-shadow: inset 0 0 0 2px var(--accent); }
  .log > :first-child { margin-top: auto; }
  .day, .line { align-self: center; text-align: center; font-size: 12px; color: var(--ink-faint); margin: 10px 0 6px; max-width: 90%; }
  .line { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; line-height: 1.6; color: var(--ink-soft); }
  .commitment { align-self: stretch; max-width: none; text-align: center; font-size: 12px; color: var(--ink-soft); padding: 0 12px 4px; }

  .entry { display: flex; flex-direction: column; max-width: 84%; align-self: flex-start; }
  .entry.mine { align-self: flex-end; align-items: flex-end; }
  .entry.first { margin-top: 10px; }
  .byline { font-size: 12px; color: var(--ink-soft); margin: 0 0 3px 2px; display: flex; gap: 6px; }
  .bubble { padding: 9px 13px; border-radius: 14px; background: var(--paper); white-space: pre-wrap; overflow-wrap: anywhere; box-shadow: 0 1px 2px rgb(16 24 40 / .06); font-size: 14.5px; }
  .entry:not(.mine) .bubble { border-top-left-radius: 5px; }
  .entry.agent .bubble { background: color-mix(in srgb, var(--accent) 9%, #fff); }
  .mine .bubble { background: var(--accent); color: var(--on-accent); border-top-right-radius: 5px; box-shadow: none; }
  .mine.unsent .bubble { opacity: .72; }
  .mine.refused .bubble { background: #fdecea; color: var(--ink); opacity: 1; }
  .state { font-size: 12px; color: var(--ink-soft); margin-top: 3px; display: flex; gap: 10px; align-items: center; flex-wrap: wrap; justify-content: flex-end; }
  .state.late { animation: appear .2s .7s both; }
  .state.bad { color: var(--danger); }
  .state button { color: var(--accent-text); font-weight: 600; border-radius: 4px; padding: 2px 3px; text-decoration: underline; text-underline-offset: 2px; }

  .system { display: flex; flex-direction: column; align-items: center; }
  .system .choices { justify-content: center; }
  .choices { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
  .choice { min-height: 38px; padding: 6px 14px; border-radius: 19px; background: var(--paper); color: var(--accent-text); font-weight: 600; text-align: left;
    border: 1px solid color-mix(in srgb, var(--accent-text) 45%, #fff); overflow-wrap: anywhere; display: inline-flex; align-items: center; gap: 5px; }
  .choice:hover:enabled { background: color-mix(in srgb, var(--accent) 8%, #fff); border-color: var(--accent); }
  .choice:disabled { color: var(--ink-faint); border-color: var(--line); font-weight: 400; background: transparent; }
  .choice.taken:disabled { color: var(--accent-text); border-color: color-mix(in srgb, var(--accent) 35%, #fff); background: color-mix(in srgb, var(--accent) 8%, #fff); font-weight: 600; }

  .typing { align-self: flex-start; display: flex; gap: 5px; padding: 14px; border-radius: 5px 14px 14px 14px; background: var(--paper); margin-top: 10px; box-shadow: 0 1px 2px rgb(16 24 40 / .06); }
  .typing i { width: 6px; height: 6px; border-radius: 50%; background: #98a2b0; animation: dot 1.2s infinite; }
  .typing i:nth-child(2) { animation-delay: .15s; }
  .typing i:nth-child(3) { animation-delay: .3s; }
  @keyframes dot { 0%, 60%, 100% { opacity: .35; transform: none; } 30% { opacity: 1; transform: translateY(-3px); } }

  .newer { position: absolute; left: 50%; transform: translateX(-50%); bottom: 12px; display: flex; align-items: center; gap: 4px; padding: 6px 14px; border-radius: 16px; background: var(--paper); color: var(--accent-text); font-size: 13px; font-weight: 600; box-shadow: 0 2px 10px rgb(16 24 40 / .18); }
  .middle { position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; }

  .over { font-size: 13px; color: var(--ink-soft); text-align: center; margin: 14px 0 4px; }
  .over button { color: var(--accent-text); font-weight: 600; padding: 2px 4px; border-radius: 4px; }

  form { flex: none; background: var(--paper); border-top: 1px solid var(--line); padding: 10px 12px 12px; }
  .box { display: flex; align-items: flex-end; gap: 8px; border: 1px solid #cfd5dc; border-radius: 14px; padding: 4px 4px 4px 12px; background: var(--paper); transition: border-color .12s; }
  .box:focus-within { border-color: var(--accent); box-shadow: 0 0 0 3px color-mix(in srgb, var(--accent) 18%, transparent); }
  textarea { flex: 1; min-width: 0; border: 0; outline: 0; resize: none; background: none; color: inherit; font: inherit; font-size: 15px; line-height: 22px; padding: 8px 0; max-height: 132px; box-shadow: none !important; }
  textarea::placeholder { color: #7b8694; opacity: 1; }
  .send { width: 38px; height: 38px; border-radius: 11px; background: var(--accent); color: var(--on-accent); display: grid; place-items: center; flex: none; }
  .send:disabled { background: #e6e9ed; color: #8a94a0; }
  .counter { font-size: 12px; color: var(--ink-soft); text-align: right; margin: 6px 4px 0; }
  .counter.bad { color: var(--danger); font-weight: 600; }

  @media (max-width: 480px) {
    :host { inset: auto 16px calc(16px + env(safe-area-inset-bottom)) auto !important; }
    :host([open]) { inset: 0 !important; }
    .panel { position: fixed; top: var(--viewport-top, 0); left: 0; width: 100%; height: var(--viewport-height, 100dvh); border-radius: 0; }
    header { padding-top: calc(12px + env(safe-area-inset-top)); }
    form { padding-bottom: calc(12px + env(safe-area-inset-bottom)); }
    textarea { font-size: 16px; }
    .tool, .send { width: 44px; height: 44px; }
    .choice { min-height: 44px; border-radius: 22px; }
  }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation-duration: .01ms !important; animation-iteration-count: 1 !important; transition: none !important; }
  }
  @media (forced-colors: active) {
    .bubble, .choice, .box, .panel, .launcher { border: 1px solid; }
  }
`;
