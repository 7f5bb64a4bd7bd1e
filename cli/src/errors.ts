/** Exit codes: the only three a script has to know, beside 130 for Ctrl-C. */
export const EXIT = { ok: 0, failure: 1, usage: 2, interrupted: 130 } as const;

export interface Problem {
  /** A word a program can compare, e.g. `unreachable`, `code_expired`. */
  code: string;
  message: string;
  /** The next step. */
  hint?: string;
  details?: Record<string, unknown>;
  /** Lines that show the place, for people only. */
  excerpt?: string[];
  exitCode?: number;
}

/** Everything the command reports as a failure. Never carries a key. */
export class CliError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly excerpt: readonly string[];
  readonly exitCode: number;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "CliError";
    this.code = problem.code;
    this.hint = problem.hint;
    this.details = problem.details;
    this.excerpt = problem.excerpt ?? [];
    this.exitCode = problem.exitCode ?? EXIT.failure;
  }
}

/** A mistake in the command line itself: exit code 2. */
export function usageError(message: string, hint?: string, excerpt: string[] = []): CliError {
  return new CliError({ code: "usage", message, exitCode: EXIT.usage, excerpt, ...(hint ? { hint } : {}) });
}

/** The person pressed Ctrl-C or declined: nothing was sent. */
export function cancelled(message = "Cancelled; nothing was sent."): CliError {
  return new CliError({ code: "cancelled", message, exitCode: EXIT.interrupted });
}
