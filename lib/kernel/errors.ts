import type messages from "@/messages/en";

/**
 * The one error class of the product. A kind says what class of problem it is and maps to every wire in one table; a code
 * is the specific word a program may branch on, and belongs to exactly one kind.
 */
export const ERROR_KINDS = {
  invalid_input: { httpStatus: 400 },
  unauthenticated: { httpStatus: 401 },
  forbidden: { httpStatus: 403 },
  not_found: { httpStatus: 404 },
  conflict: { httpStatus: 409 },
  limit_reached: { httpStatus: 402 },
  rate_limited: { httpStatus: 429 },
  precondition_failed: { httpStatus: 412 },
  unavailable: { httpStatus: 503 },
  internal: { httpStatus: 500 },
} as const satisfies Record<string, { httpStatus: number }>;

export type ErrorKind = keyof typeof ERROR_KINDS;

/** Every code with its kind, its default message and the next step; the error pages of the documentation come from here. */
export const ERROR_CODES = {
  invalid_input: {
    kind: "invalid_input",
    message: "The arguments do not fit this tool.",
    hint: "Correct the fields named in details.fields and call again.",
  },
  unauthenticated: {
    kind: "unauthenticated",
    message: "This call needs an API key.",
    hint: "Send `Authorization: Bearer <key>`. No key yet? Call register_organisation_request, then register_organisation_verify.",
  },
  forbidden: {
    kind: "forbidden",
    message: "This key or role may not do that.",
    hint: "Ask the owner of the workspace for a key with more access.",
  },
  scope_missing: {
    kind: "forbidden",
    message: "The key lacks a scope that this tool needs.",
    hint: "Ask the owner to create a key with the scope named in details.scope (Settings → MCP Keys).",
  },
  not_found: {
    kind: "not_found",
    message: "There is no such record in this workspace.",
    hint: "Check the id; the matching list_* tool shows the ids that exist.",
  },
  conflict: {
    kind: "conflict",
    message: "The change collides with what is already there.",
    hint: "Read the record again and repeat the call with current values.",
  },
  version_conflict: {
    kind: "conflict",
    message: "Somebody changed this record after you read it.",
    hint: "details.current holds the newer values and details.changes who changed what; repeat the call with their version.",
  },
  possible_duplicate: {
    kind: "conflict",
    message: "A customer with this mail address or phone is already there.",
    hint: "details.candidates shows who. Ask the user, then repeat with onDuplicate: link, merge or share.",
  },
  idempotency_conflict: {
    kind: "conflict",
    message: "This idempotencyKey was already used with other arguments, or its answer can no longer be given again.",
    hint: "Use a new idempotencyKey for a new request.",
  },
  limit_reached: {
    kind: "limit_reached",
    message: "The plan's quota for this is used up.",
    hint: "Call list_plan_options to see plans with a larger quota.",
  },
  rate_limited: {
    kind: "rate_limited",
    message: "Too many requests.",
    hint: "Wait details.retryAfterSeconds, then call once. Do not loop.",
  },
  precondition_failed: {
    kind: "precondition_failed",
    message: "The record is not in a state that allows this.",
    hint: "Read the record to see its state.",
  },
  confirmation_required: {
    kind: "precondition_failed",
    message: "This needs a fresh proof that it is you.",
    hint: "Confirm with a passkey or a mailed code, then repeat.",
  },
  unavailable: {
    kind: "unavailable",
    message: "The service cannot answer right now.",
    hint: "Nothing was changed. Try again in a few seconds.",
  },
  email_unavailable: {
    kind: "unavailable",
    message: "Mail cannot be sent at the moment, so no code was created.",
    hint: "Try again later. The operator of this server can check its mail settings.",
  },
  internal: {
    kind: "internal",
    message: "Something went wrong on our side.",
    hint: "Try again; if it persists, give the request id to the operator of this server.",
  },
  code_expired: {
    kind: "precondition_failed",
    message: "This code has expired.",
    hint: "Call register_organisation_request again and ask the user for the new code.",
  },
  code_incorrect: {
    kind: "invalid_input",
    message: "This is not the code that was mailed.",
    hint: "Ask the user to check the 6 digits and call again; if it keeps failing, request a fresh code.",
  },
  code_locked: {
    kind: "precondition_failed",
    message: "Five wrong codes were tried; this code is locked.",
    hint: "Request a fresh code.",
  },
  code_used: {
    kind: "conflict",
    message: "This code was already used.",
    hint: "Sign in at the portal (details.loginUrl); a key can be created in Settings → MCP Keys.",
  },
  existing_account: {
    kind: "conflict",
    message: "This mailbox already owns a workspace.",
    hint: "Ask the user to sign in at details.loginUrl and create a key in Settings → MCP Keys.",
  },
  invite_invalid: {
    kind: "not_found",
    message: "This invitation does not exist, has expired, was revoked or was already accepted.",
    hint: "Ask the person who invited you for a new invitation.",
  },
  pairing_not_found: {
    kind: "not_found",
    message: "There is no such pairing, or this is not its secret.",
    hint: "Start a new pairing.",
  },
  slow_down: {
    kind: "rate_limited",
    message: "The pairing was polled sooner than its interval.",
    hint: "Wait details.retryAfterSeconds between polls.",
  },
  slot_taken: {
    kind: "conflict",
    message: "This time is taken.",
    hint: "details.alternatives lists the nearest free times; offer them to the user.",
  },
  class_full: {
    kind: "conflict",
    message: "This class has no place left.",
    hint: "details.alternatives lists the next dates with a place; join_waitlist keeps a place in the queue.",
  },
  not_bookable: {
    kind: "precondition_failed",
    message: "A booking rule does not allow this.",
    hint: "details.rule names the rule and details.alternatives the nearest times that fit.",
  },
  last_owner: {
    kind: "precondition_failed",
    message: "An organisation needs at least one owner.",
    hint: "Make somebody else the owner first.",
  },
} as const satisfies Record<string, { kind: ErrorKind; message: string; hint: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * Why a call was refused whose code does not say it, in one word: `details.reason`. It is the key of the sentence that people
 * read in their language, filled in from the other details, so that no refusal can be written without words for people.
 */
export type RefusalReason = Exclude<keyof (typeof messages)["refusals"], "quota">;

/** Codes that do not say by themselves what stood in the way. */
type GeneralCode = "conflict" | "precondition_failed" | "forbidden";

/** What may leave the process about an error. `details` holds words, numbers and links: reason, attemptsLeft, retryAfterSeconds, loginUrl, fields. */
export interface ErrorBody {
  code: string;
  kind: ErrorKind;
  message: string;
  hint: string;
  details?: Record<string, unknown>;
}

export interface ErrorOverrides {
  message?: string;
  hint?: string;
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** Nothing is said that the code does not say by itself. */
type Unworded = Omit<ErrorOverrides, "message" | "hint"> & { message?: never };
type Reasoned = ErrorOverrides & { message: string; reason: RefusalReason };

/** A refusal with a safe message and a next step. Anything else that is thrown becomes `internal` before it leaves. */
export class OperationError extends Error {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly hint: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, overrides?: Unworded);
  constructor(code: GeneralCode, overrides: Reasoned);
  constructor(code: Exclude<ErrorCode, GeneralCode>, overrides: ErrorOverrides);
  constructor(code: ErrorCode, overrides: ErrorOverrides & { reason?: RefusalReason } = {}) {
    const defaults = ERROR_CODES[code];
    super(overrides.message ?? defaults.message, { cause: overrides.cause });
    this.name = "OperationError";
    this.code = code;
    this.kind = defaults.kind;
    this.hint = overrides.hint ?? defaults.hint;
    this.details = overrides.reason ? { reason: overrides.reason, ...overrides.details } : overrides.details;
  }

  /** The wire form, the same on every surface. */
  toBody(): ErrorBody {
    const { code, kind, message, hint, details } = this;
    return { code, kind, message, hint, ...(details ? { details } : {}) };
  }
}

/** True for errors of ours even when another bundle of the same process made them. */
export function isOperationError(error: unknown): error is OperationError {
  return error instanceof Error && error.name === "OperationError" && "kind" in error;
}
