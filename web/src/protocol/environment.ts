// What the protocol core may know of the outside world. Tests pass doubles with a hand-moved clock.

export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  closed(code: number): void;
}

export interface Socket {
  send(text: string): void;
  // No event follows: who closes a socket has done with it.
  close(): void;
}

export interface Storage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export interface Environment {
  now(): number; // ms since the epoch
  random(): number; // 0 <= x < 1
  unique(): string; // 1-64 characters, never the same twice
  after(ms: number, run: () => void): () => void; // returns what cancels it
  open(events: SocketEvents): Socket;
  storage: Storage;
}
