// What people type.

// In code points, as the server counts.
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// Half of a pair cannot be written as UTF-8, and the server refuses it.
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

// Enter that ends an IME's composition belongs to the IME. Safari reports it after the composition, with the old key code.
const kImeKeyCode = 229;
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === kImeKeyCode;
}
