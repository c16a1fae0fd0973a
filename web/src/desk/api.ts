// The REST calls of docs/protocol.md. An error carries the server's code; `offline` when there was no answer at all.
import type { Ticket, User } from '../protocol/frames';

export interface Label {
  id: string;
  label: string;
}

export interface DeskNames {
  company: string;
  classes: { category: string; subcategories: Label[] }[];
  priorities: Label[];
  statuses: (Label & { next: string[] })[];
  teams: Label[];
}

export interface Contact {
  name?: string;
  phone?: string;
  email?: string;
}

export interface UserDraft {
  name: string;
  display_name: string;
  staff_number: string;
  role: string;
  team: string;
}

export interface TicketQuery {
  text: string;
  status: string;
  open: boolean;
  before?: string;
}

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string) {
    super(code);
  }
}

export class Api {
  private csrf = '';

  constructor(
    private readonly base: string, // with the last slash
    private readonly signedOut: () => void, // the session is over, whichever call found out
  ) {}

  async login(name: string, password: string): Promise<User> {
    return this.begin(await this.call('POST', 'login', { name, password }));
  }
  async me(): Promise<User> {
    return this.begin(await this.call('GET', 'me'));
  }
  async logout(): Promise<void> {
    await this.call('POST', 'logout', {});
  }
  async changePassword(old: string, next: string): Promise<void> {
    await this.call('POST', 'me/password', { old, new: next });
  }
  names(locale: string): Promise<DeskNames> {
    return this.call('GET', `desk?locale=${encodeURIComponent(locale)}`);
  }
  async tickets(query: TicketQuery): Promise<Ticket[]> {
    const search = new URLSearchParams();
    if (query.text !== '') search.set('text', query.text);
    if (query.status !== '') search.set('status', query.status);
    if (query.open) search.set('open', '1');
    if (query.before !== undefined) search.set('before', query.before);
    return (await this.call<{ tickets: Ticket[] }>('GET', `tickets?${search}`)).tickets;
  }
  ticket(number: string): Promise<Ticket> {
    return this.call('GET', `tickets/${encodeURIComponent(number)}`);
  }
  contact(number: string, purpose: string): Promise<Contact> {
    return this.call('POST', `tickets/${encodeURIComponent(number)}/contact`, { purpose });
  }
  async users(): Promise<User[]> {
    return (await this.call<{ users: User[] }>('GET', 'users')).users;
  }
  createUser(draft: UserDraft): Promise<{ user: User; password: string }> {
    return this.call('POST', 'users', draft);
  }
  async changeUser(id: string, change: Partial<UserDraft> & { active?: boolean }): Promise<User> {
    return (await this.call<{ user: User }>('POST', `users/${encodeURIComponent(id)}`, change)).user;
  }
  async resetPassword(id: string): Promise<string> {
    return (await this.call<{ password: string }>('POST', `users/${encodeURIComponent(id)}/password`, {})).password;
  }

  private begin(answer: { user: User; csrf: string }): User {
    this.csrf = answer.csrf;
    return answer.user;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const request: RequestInit = { method, credentials: 'same-origin', headers: { Accept: 'application/json' } };
    if (body !== undefined) {
      request.headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'X-CSRF-Token': this.csrf };
      request.body = JSON.stringify(body);
    }
    let answer: Response;
    try {
      answer = await fetch(`${this.base}api/v1/${path}`, request);
    } catch {
      throw new ApiError(0, 'offline');
    }
    const text = await answer.text();
    const value = parse(text);
    if (answer.ok) return value as T;
    const code = (value as { error?: { code?: string } } | undefined)?.error?.code ?? `status_${answer.status}`;
    if (answer.status === 401 && path !== 'login') this.signedOut();
    throw new ApiError(answer.status, code);
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
