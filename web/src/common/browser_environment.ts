// The protocol core's outside world in a browser.
import type { Environment, Socket, SocketEvents, Storage } from '../protocol/environment';

export function browserEnvironment(socketUrl: string): Environment {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    unique,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    open: (events) => openSocket(socketUrl, events),
    storage: browserStorage(),
  };
}

// 128 random bits. randomUUID exists on secure pages only, and the widget lives on others too.
function unique(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function openSocket(url: string, events: SocketEvents): Socket {
  let ours = true;
  const socket = new WebSocket(url);
  socket.onopen = () => { if (ours) events.opened(); };
  socket.onmessage = (event) => { if (ours && typeof event.data === 'string') events.received(event.data); };
  socket.onclose = (event) => { if (ours) { ours = false; events.closed(event.code); } };
  return {
    send: (text) => { if (socket.readyState === WebSocket.OPEN) socket.send(text); },
    close: () => { ours = false; socket.close(); },
  };
}

// Pages may forbid storage (private windows, blocked third parties), and it may be full: then memory has to do.
function browserStorage(): Storage {
  const memory = new Map<string, string>();
  return {
    get: (key) => {
      if (memory.has(key)) return memory.get(key);
      try {
        return localStorage.getItem(key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set: (key, value) => {
      try {
        localStorage.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove: (key) => {
      memory.delete(key);
      try {
        localStorage.removeItem(key);
      } catch {
        // Nothing was stored where nothing can be.
      }
    },
  };
}
