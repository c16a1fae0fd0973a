// Names for ids. An id without a name is shown as it is: better a strange word than none.
import type { Desk } from './desk';

export function classLabel(desk: Desk, id: string | undefined): string | undefined {
  if (id === undefined || id === '') return undefined;
  for (const { subcategories } of desk.names?.classes ?? []) {
    const found = subcategories.find((sub) => sub.id === id);
    if (found !== undefined) return found.label;
  }
  return id;
}

// The class above a sub-class, in the desk's language.
export function categoryLabel(desk: Desk, category: string | undefined, subcategory: string | undefined): string {
  const group = desk.names?.classes.find(({ subcategories }) => subcategories.some((sub) => sub.id === subcategory));
  return group?.category ?? category ?? '';
}

export function slotLabel(desk: Desk, slot: string, given?: string): string {
  return desk.texts.slots[slot] ?? (given || slot);
}

// Findings are the names of the prompts that told them to the customer.
export function findingLabel(desk: Desk, finding: string): string {
  return desk.texts.findingWords[finding.replace(/^finding\./, '')] ?? finding;
}

export function priorityLabel(desk: Desk, id: string | undefined): string {
  return desk.names?.priorities.find((priority) => priority.id === id)?.label ?? id ?? '';
}

export function statusLabel(desk: Desk, id: string | undefined): string {
  return desk.names?.statuses.find((status) => status.id === id)?.label ?? id ?? '';
}

export function teamLabel(desk: Desk, id: string | undefined): string {
  return desk.names?.teams.find((team) => team.id === id)?.label ?? id ?? '';
}
