// Tells a session when the page or the network comes back.
import { kHiddenResumeMs } from '../protocol/limits';

export function onWake(wake: (fresh: boolean) => void): () => void {
  let hiddenAt = document.hidden ? Date.now() : Infinity;
  const visible = () => {
    if (document.hidden) {
      hiddenAt = Date.now();
      return;
    }
    wake(Date.now() - hiddenAt > kHiddenResumeMs);
    hiddenAt = Infinity;
  };
  const online = () => wake(true); // another network: the old socket's address is gone
  document.addEventListener('visibilitychange', visible);
  window.addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', visible);
    window.removeEventListener('online', online);
  };
}
