// Faults that change nothing that anybody could see, each with the reason.
const SLOTS = "lib/operations/bookings/slots.ts";
const INTERVALS = "lib/operations/bookings/intervals.ts";
const ALLOCATIONS = "lib/operations/bookings/allocations.ts";
const LIMITER = "lib/auth/limiter.ts";
const POOL = "lib/db/scoped-pool.ts";
const TRANSACTION = "lib/db/scoped-transaction.ts";
const RAW_DOOR = "lib/db/raw-door.ts";

const IN_RANGE = "the index is always in range: the default is there for the compiler alone";
const NO_SUCH_INSTANT = "the clock has microseconds and an expiry whole milliseconds: the two meet once in a thousand";
const ONLY_ERRORS = "pg rejects with errors alone, and either argument has the connection thrown away";
const LOCKED_TWICE = "row-level security says the same; it stands there for the index";
const SPARES_WORK = "it only spares work: without it the same comes out";
const OTHER_BYTES = "six other bytes of the same signature are as random";
const NEVER_SO = "an INSERT that did not throw has written its row: the check is there for the compiler alone";
const BOUND_OF_INDEX = "the next condition says it more narrowly; it stands there for the index";
const ASKED_WHETHER = "whether somebody has a place is asked of it, not how many";
const HEARD_TWICE = "sendTogether and lastOf each see to it that no failure goes unheard";
const IS_OVER = "the transaction is over: nobody asks it again";
const NO_NAME = "pg takes a name that is undefined for none";
const NO_VALUES = "pg takes values that are undefined for none";
const A_MILLISECOND = "a window of minutes ends a millisecond later or earlier";
const EITHER_FITS = "a key of this length fits as it is and hashed, and stands for the same either way";
const SAME_METHODS = "pg's methods do the same on the client's proxy";

/** [file, a part of its line, what it says, the fault, why nothing changes] */
const EQUIVALENTS = [
  ...[SLOTS, INTERVALS, ALLOCATIONS].map((file) => [file, "?? 0", "0", "1", IN_RANGE]),
  ...["lib/auth/codes.ts", "lib/auth/authenticate.ts", ALLOCATIONS].flatMap((file) => [
    [file, "expires_at", " > ", " >= ", NO_SUCH_INSTANT],
    [file, "expires_at", " <= ", " < ", NO_SUCH_INSTANT],
  ]),
  ["lib/auth/scopes.ts", "granted.filter(isScope)", "granted.filter(isScope)", "granted", SPARES_WORK],
  [
    "lib/auth/authenticate.ts",
    "COMPANY_ID.test",
    "companyId !== null && !COMPANY_ID.test(companyId)",
    "(false as boolean)",
    SPARES_WORK,
  ],
  ["lib/auth/authenticate.ts", "markFirstUse", "row.first_used_at === null", "(true as boolean)", SPARES_WORK],
  ["lib/auth/codes.ts", "readUIntBE(0, 6)", "0", "1", OTHER_BYTES],
  ["lib/auth/codes.ts", "if (!row) throw new Error", "!row", "(false as boolean)", NEVER_SO],
  [
    "lib/auth/codes.ts",
    "if (!row) throw new Error",
    'throw new Error("The code request was not written");',
    ";",
    NEVER_SO,
  ],
  [SLOTS, "if (!first || !last", "||", "&&", SPARES_WORK],
  [
    SLOTS,
    "const near = ",
    "away.filter(({ start, end }) => start < last.end && end > first.start)",
    "away",
    SPARES_WORK,
  ],
  [SLOTS, "const near = ", "<", "<=", SPARES_WORK],
  [SLOTS, "const near = ", ">", ">=", SPARES_WORK],
  [SLOTS, "const near = ", "&&", "||", SPARES_WORK],
  [SLOTS, "near.length === 0", "near.length === 0", "(false as boolean)", SPARES_WORK],
  [SLOTS, "known.set(windows, present)", "known.set(windows, present);", ";", SPARES_WORK],
  [SLOTS, "grids.size === 1", "grids.size === 1", "(false as boolean)", SPARES_WORK],
  [SLOTS, "units[at] = ", "+", "-", ASKED_WHETHER],
  [SLOTS, "units[at] = ", "1", "2", ASKED_WHETHER],
  [INTERVALS, "left.end < right.end", "<", "<=", "where both end together it does not matter which goes first"],
  [
    INTERVALS,
    "hole.start >= interval.end",
    ">=",
    ">",
    "a hole that begins at the end leaves the same rest, a step later",
  ],
  [LIMITER, "known.expire <=", " <= ", " < ", A_MILLISECOND],
  [LIMITER, "expire > ", " > ", " >= ", A_MILLISECOND],
  [LIMITER, "MAX_KEY_LENGTH = ", "200", "201", EITHER_FITS],
  [LIMITER, "MAX_KEY_LENGTH ?", ">", ">=", EITHER_FITS],
  [LIMITER, "if (!usage) throw new Error", "!usage", "(false as boolean)", NEVER_SO],
  [LIMITER, "if (!usage) throw new Error", 'throw new Error("The use was not counted");', ";", NEVER_SO],
  [POOL, "error instanceof Error", "error instanceof Error", "(true as boolean)", ONLY_ERRORS],
  [POOL, "error instanceof Error", "error instanceof Error", "(false as boolean)", ONLY_ERRORS],
  [POOL, "error instanceof Error", "true", "false", ONLY_ERRORS],
  [POOL, 'typeof value === "function"', 'typeof value === "function"', "(false as boolean)", SAME_METHODS],
  [POOL, "values ? { text: given, values }", "values", "(true as boolean)", NO_VALUES],
  ["lib/db/scoped-read.ts", "{ statement: name }", "name === undefined", "(false as boolean)", NO_NAME],
  [TRANSACTION, "answer.catch", "answer.catch(() => {});", ";", HEARD_TWICE],
  [TRANSACTION, "Promise.allSettled", "await Promise.allSettled(answers);", ";", HEARD_TWICE],
  [TRANSACTION, "this.opening = undefined", "this.opening = undefined;", ";", IS_OVER],
  [TRANSACTION, "this.unawaited = []", "this.unawaited = [];", ";", IS_OVER],
  [RAW_DOOR, "name === undefined", "name === undefined", "(false as boolean)", NO_NAME],
  [ALLOCATIONS, "favcrm_organisation_id()", "organisation_id = favcrm_organisation_id()", "true", LOCKED_TWICE],
  [ALLOCATIONS, "range.start - LONGEST_MS", " > ", " >= ", BOUND_OF_INDEX],
  [
    ALLOCATIONS,
    "range.start - LONGEST_MS",
    `begins_at > ${"$"}{new Date(range.start - LONGEST_MS)}`,
    "true",
    BOUND_OF_INDEX,
  ],
  [ALLOCATIONS, "return ended > 0", ">", ">=", SPARES_WORK],
  [ALLOCATIONS, "LONGEST_MS = ", "2", "3", BOUND_OF_INDEX],
  [ALLOCATIONS, "LONGEST_MS = ", "86_400_000", "86400001", BOUND_OF_INDEX],
];

/** Why a fault changes nothing, or undefined. `source` is the line it is in. */
export function equivalenceOf({ file, source, was, text }) {
  const known = EQUIVALENTS.find(
    ([of, line, says, fault]) => of === file && source.includes(line) && says === was && fault === text,
  );
  return known?.at(-1);
}
