// A log that arrives by numbers: dense from 1, each number once. What comes again is known, what comes too early shows a gap.
import { kMaxGapResumes } from './limits';

export type Arrival = 'new' | 'known' | 'gap';

export class OrderedLog<E> {
  readonly entries: E[] = [];
  last = 0;
  private gapAt = 0;
  private gapResumes = 0;

  constructor(private readonly numberOf: (entry: E) => number) {}

  // On 'gap' nothing was kept: the caller resumes after `last`. A gap that outlives its resumes is passed over.
  add(entry: E): Arrival {
    const number = this.numberOf(entry);
    if (!Number.isSafeInteger(number) || number <= this.last) return 'known';
    if (number > this.last + 1 && !this.givesUpAt(this.last)) return 'gap';
    this.entries.push(entry);
    this.last = number;
    return 'new';
  }

  clear(): void {
    this.entries.length = 0;
    this.last = 0;
    this.gapAt = 0;
    this.gapResumes = 0;
  }

  private givesUpAt(last: number): boolean {
    this.gapResumes = this.gapAt === last ? this.gapResumes + 1 : 1;
    this.gapAt = last;
    return this.gapResumes > kMaxGapResumes;
  }
}
