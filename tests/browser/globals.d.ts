// What stands in the page when a test runs a function there: the page's own, watch.mjs's, and what the
// tests leave there themselves.
import 'playwright-core';

declare module 'playwright-core' {
  interface Page {
    /** Errors and warnings of its console: openPage of harness.mjs. */
    complaints: string[];
  }
}

declare global {
  // What a test looks for is there, of the kind that it says, or the test fails.
  interface Document {
    getElementById(id: string): any;
    querySelector(selectors: string): any;
    querySelectorAll(selectors: string): any;
  }

  var axe: any;
  var latentpad: any;
  var watched: any;
  var calls: number;
  var ended: number;
  var loss: any;
  var opened: Promise<void>;
  var picture: File;
  var pressed: KeyboardEvent[];
  var reads: ((value?: unknown) => void)[];
  var theirs: Uint8Array;
  var registerNow: (value?: unknown) => void;
  var spoken: string[];
  var taken: string[];
  var told: { keep: string[] }[];
  var turned: number;
  var written: Promise<void>;
}
