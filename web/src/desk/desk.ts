// What the desk's pages share: who is signed in, the live session, the names, the language, what is selected. It has no look of
// its own; whoever shows it listens.
import type { Language } from '../common/time';
import { browserEnvironment } from '../common/browser_environment';
import { onWake } from '../common/wake';
import { compareRows } from '../protocol/desk_order';
import { DeskSession } from '../protocol/desk_session';
import type { Row, User } from '../protocol/frames';
import { Api, ApiError, type DeskNames } from './api';
import { texts, type DeskTexts } from './texts';

export interface Toast {
  id: number;
  text: string;
}

// While the server does not answer at all.
const kResumeEveryMs = 2_000;
// A toast stays this long.
const kToastMs = 6_000;
const kLanguageKey = 'frontdesk language';

export class Desk {
  language: Language = storedLanguage();
  user: User | undefined;
  // Known once the server has said whether there is a session.
  settled = false;
  unreachable = false;
  names: DeskNames | undefined;
  selected: string | undefined;
  session: DeskSession | undefined;
  toasts: Toast[] = [];
  // Rows that came into the queue while the page was not looked at.
  fresh = 0;
  readonly drafts = new Map<string, { reply: string; note: string }>();
  readonly api: Api;

  private readonly seen = new Map<string, string>(); // conversation to the `last_at` that was on screen
  private toastId = 0;
  private leave: () => void = () => {};

  constructor(
    private readonly base: URL,
    private readonly changed: () => void,
  ) {
    this.api = new Api(base.href, () => this.signedOut());
  }

  get texts(): DeskTexts { return texts[this.language]; }

  async resume(): Promise<void> {
    this.unreachable = false;
    try {
      this.begin(await this.api.me());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.unreachable = error.code === 'offline';
    }
    // No answer is not "signed out": ask again.
    if (this.unreachable) setTimeout(() => void this.resume(), kResumeEveryMs);
    else this.settled = true;
    this.changed();
  }

  async signIn(name: string, password: string): Promise<void> {
    this.begin(await this.api.login(name, password));
    this.changed();
  }

  async signOut(): Promise<void> {
    try {
      await this.api.logout();
    } finally {
      this.signedOut();
    }
  }

  async setLanguage(language: Language): Promise<void> {
    this.language = language;
    try {
      localStorage.setItem(kLanguageKey, language);
    } catch {
      // The choice then lasts as long as the page.
    }
    document.documentElement.lang = language;
    this.changed();
    await this.fetchNames();
  }

  select(conversation: string | undefined): void {
    if (this.selected !== undefined && this.selected !== conversation) this.session?.unwatch(this.selected);
    this.selected = conversation;
    if (conversation !== undefined) this.session?.watch(conversation);
    this.changed();
  }

  // All rows with a holder of this kind, in the order of the queue.
  rows(section: 'queue' | 'mine' | 'colleagues' | 'bot'): Row[] {
    const rows = [...(this.session?.rows.values() ?? [])];
    return rows.filter((row) => this.sectionOf(row) === section).sort(compareRows);
  }

  unread(row: Row): boolean {
    if (row.id === this.selected && !document.hidden) this.seen.set(row.id, row.last_at);
    const seen = this.seen.get(row.id);
    if (seen === undefined) this.seen.set(row.id, row.last_at);
    return seen !== undefined && row.last_at > seen;
  }

  toast(text: string): void {
    const toast = { id: ++this.toastId, text };
    this.toasts = [...this.toasts, toast];
    setTimeout(() => {
      this.toasts = this.toasts.filter((other) => other !== toast);
      this.changed();
    }, kToastMs);
    this.changed();
  }

  error(error: unknown): string {
    const code = error instanceof ApiError ? error.code : '';
    return this.texts.errors[code] ?? this.texts.errorOther;
  }

  seenQueue(): void {
    this.fresh = 0;
  }

  private sectionOf(row: Row): 'queue' | 'mine' | 'colleagues' | 'bot' {
    if (row.holder === 'queue') return 'queue';
    if (row.holder !== 'agent') return 'bot';
    return row.agent === this.user?.id ? 'mine' : 'colleagues';
  }

  private begin(user: User): void {
    this.user = user;
    const socket = new URL('desk', this.base);
    socket.protocol = socket.protocol === 'https:' ? 'wss:' : 'ws:';
    // The prefix keeps one agent's unsent words from the next one at the same computer.
    const session = new DeskSession(browserEnvironment(socket.href), `frontdesk desk ${user.id} `, {
      changed: () => this.changed(),
      refused: (item, code) => { if (!item.kept) this.toast(this.texts.refused[code] ?? this.texts.refusedOther); },
      welcomed: () => { if (this.names === undefined) void this.fetchNames(); },
      unwelcome: () => void this.api.me().catch(() => {}),
      queued: () => { if (document.hidden) this.fresh += 1; },
    });
    this.session = session;
    this.leave = onWake((fresh) => session.wake(fresh));
    session.start();
    if (this.selected !== undefined) session.watch(this.selected);
  }

  private signedOut(): void {
    if (this.user !== undefined) {
      this.leave();
      this.session?.stop();
      this.session = undefined;
      this.user = undefined;
      this.seen.clear();
    }
    this.changed();
  }

  private async fetchNames(): Promise<void> {
    if (this.user === undefined) return;
    try {
      this.names = await this.api.names(this.language);
    } catch {
      // Ids are shown until the names can be had.
    }
    this.changed();
  }
}

function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(kLanguageKey);
    if (stored === 'zh-CN' || stored === 'en') return stored;
  } catch {
    // Fall through to the browser's.
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
