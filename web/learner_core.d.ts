// The exported functions of the learner's program (src/learn/worker.cc), as learner.js calls them.
// This is their only list, as program.d.ts is for the page's: types alone, no part of the page.

interface LearnerExported {
  _malloc(size: number): number;
  _free(address: number): void;

  _learner_buffer(size: number): number;
  _learner_receive(json: number): void;
  _learner_has_work(): number;
  _learner_work(seconds: number): void;
  _learner_next(): number;
  _learner_sent_count(): number;
  _learner_sent(index: number): number;
  _learner_sent_size(index: number): number;
}

/** What learner_core.js makes: the functions above, the memory they work on, a reader of it. */
interface LearnerProgram extends LearnerExported {
  HEAPU8: Uint8Array;
  UTF8ToString(address: number): string;
}
