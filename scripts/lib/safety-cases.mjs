// What must never happen, case by case. A test says in its title which cases it proves: "(case 12)", "(cases 3, 4)".
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The numbers are names: they stay when a case is added or dropped. */
export const CASES = {
  1: "A malformed, endless or control-character address asks for a code",
  2: "An international domain or a look-alike: stored in punycode",
  3: "Upper case and +tags: one mailbox, one limit",
  4: "A known and an unknown mailbox cannot be told apart",
  5: "A hundred parallel requests for one mailbox: one mail",
  6: "One address asks for a thousand mailboxes",
  7: "Many addresses ask for one mailbox",
  8: "A forged X-Forwarded-For",
  9: "A throw-away mail domain",
  10: "A business name with markup, links, direction marks or NUL",
  11: "The mail provider says slow down",
  12: "The mail provider breaks",
  13: "The mail provider times out after accepting",
  14: "The mail provider refuses our key",
  15: "Killed after the commit, before sending: sent once",
  16: "Killed after sending, before noting it: no second mail",
  17: "A worker that slept past a code's life drops the mail",
  18: "Two workers, one mail",
  19: "The machine's clock jumps: the database's decides",
  20: "A mail that can never be sent holds up no other",
  21: "The right code after five wrong ones",
  22: "A hundred parallel wrong guesses: five are looked at",
  23: "Twenty parallel right codes: one workspace, one key",
  24: "A code one second too late",
  25: "The code of one request with another's id",
  26: "… also when both belong to one mailbox",
  27: "A code used twice",
  28: "Codes in full-width digits, with spaces, as a number, as a list",
  29: "A request id that never was",
  30: "A sign-up cut off between its inserts: none or all",
  31: "A lost answer, asked again with its idempotency key",
  32: "… and without one",
  33: "The instance's budget of wrong codes is spent",
  34: "A serialization failure is tried again",
  35: "The limiter cannot be asked: nothing is evaluated",
  36: "A key with a wrong checksum costs no database read",
  37: "Unknown and revoked keys get one answer",
  38: "A key is revoked during a request",
  39: "… and on another instance",
  40: "A key that expires this instant",
  41: "A rotated key and its overlap",
  42: "A key in the address line",
  43: "A missing scheme, two headers, a huge header",
  44: "A key's last use cannot be written: the call succeeds",
  45: "A key of a deleted organisation or a removed person",
  46: "A scope that is too small is named",
  47: "A key bound to networks, in every spelling of an address",
  48: "No key and no code stands in the database, the logs or the audit",
  49: "A leak report: good, forged, altered, replayed, of thousands",
  50: "The last key is revoked: the portal still makes one",
  51: "Every tool with every id of another organisation",
  52: "An organisation smuggled into the arguments",
  53: "Links to foreign records are refused by the database",
  54: "Searches, counts, exports and suggestions hold nothing foreign",
  55: "Uniqueness tells nothing of another organisation",
  56: "Two organisations, thousands of random calls: two separate worlds",
  57: "Equal JSON-RPC ids at the same time",
  58: "Jobs know whose work they do",
  59: "SQL put together from text",
  60: "A deleted organisation's keys, sessions and jobs",
  61: "A foreign Origin",
  62: "A foreign Host on a loopback bind",
  63: "Header and body disagree",
  64: "Bodies made to hurt",
  65: "GET and DELETE on the endpoint",
  66: "A client that vanishes in the middle",
  67: "Arguments made from every tool's own schema to break it",
  68: "Text that wants to be obeyed",
  69: "No connection is free",
  70: "The database restarts, is read-only, or its disk is full",
  71: "A migration while serving",
  72: "A restored backup wakes no revoked key",
  73: "An erased person is in no dump, and a restore erases again",
  74: "No locale set; a database in another encoding",
  75: "The local outbox behind a proxy or under a foreign name",
  76: "A stolen key planted others: they go with it",
  77: "Two keys switch companies: neither moves the other",
  78: "A stranger spends a mailbox's sign-ups: its owner still signs in",
  79: "A code asked for again is the same; a stranger's request leaves it alive",
  80: "A data folder of another PostgreSQL version",
};

/** Tests that npm test runs in short and that a long night runs at full length: the command, what it does, and how it went last. */
const LONG_RUNS = [
  [
    "KILL_ROUNDS=1000 npx vitest run --project e2e kill-loop",
    "cases 15, 30, 70: a thousand blows, the invariants after every 25th, every key tried after every 100th",
    "2026-11-28: 85 minutes, no breach; 13,343 services, 1,755 bookings, 4,968 requests for codes, 678 workspaces and 4,621 revocations were acknowledged and held",
  ],
  [
    "FUZZ_RUNS=1000 npx vitest run --project units fuzz",
    "case 67: a thousand calls of every tool; FUZZ_SEED has the same again",
    "2026-11-28, seed 811281757, 42 minutes: 238 of 239 tools; erase_personal_data became unavailable, was mended and held alone",
  ],
  [
    "MODEL_CALLS=100000 npx vitest run --project units interleaved",
    "case 56: a hundred thousand calls of two tenants; MODEL_SEED has the same again",
    "November 2026: 38 minutes, no breach",
  ],
  [
    "npm run test:mutation",
    "puts small faults into keys, codes, tenancy and slots and asks the tests; writes docs/mutation.md",
    "that page, in runs of one seed",
  ],
];

/** A title, or a row of a table of titles: any string that names cases. */
const TITLE = /(["'`])((?:(?!\1)[^\\\n]|\\.)*\(cases? \d[^)]*\)(?:(?!\1)[^\\\n]|\\.)*)\1/g;

/** The tests of `files` ({ path: text }) that name a case: [{ file, title, cases }]. */
export function findProofs(files) {
  const proofs = [];
  for (const [file, text] of Object.entries(files)) {
    for (const [, , title] of text.matchAll(TITLE)) {
      const numbers = title.match(/\(cases? ([^)]*)\)/)?.[1] ?? "";
      const cases = [...numbers.matchAll(/\d+/g)].map(([number]) => Number(number));
      const plain = title
        .replace(/ ?\(cases? [^)]*\)/, "")
        .replace(/\\(["'`])/g, "$1")
        .replace(/[,:]? ?(seed )?(\$\{[^}]*\}|%s)/g, "")
        .trim();
      proofs.push({ file, title: plain, cases });
    }
  }
  return proofs;
}

/** docs/safety.md: every case with the tests that prove it. */
export function safetyTable(proofs) {
  const inTable = (text) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
  const rows = Object.entries(CASES).map(([number, title]) => {
    const own = proofs.filter(({ cases }) => cases.includes(Number(number)));
    const where =
      own.map(({ file, title: name }) => `[${inTable(name)}](../${file})`).join("<br/>") || "**not proven**";
    return `| ${number} | ${inTable(title)} | ${where} |`;
  });
  return [
    "# What must never happen, and where it is tested",
    "",
    "Written by `npm run test:safety`, which then runs these tests; a test compares this page with them.",
    "What must hold in the database itself is checked by `npm run admin -- verify`.",
    "",
    "| case | what is tried | proven by |",
    "| --- | --- | --- |",
    ...rows,
    "",
    "## At full length",
    "",
    "| command | what it does | run last |",
    "| --- | --- | --- |",
    ...LONG_RUNS.map(([command, what, last]) => `| \`${command}\` | ${what} | ${last} |`),
    "",
  ].join("\n");
}

const TEST_FILE = /\.(test|spec)\.tsx?$/;
const SKIPPED = /(^|\/)(node_modules|generated|\.[^/]+)(\/|$)/;

/** Every test file below `root`: { path: text }. */
export function readTests(root) {
  const files = ["e2e", "lib", "components", "scripts", "cli"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, String(file))),
  );
  const tests = files.filter((file) => TEST_FILE.test(file) && !SKIPPED.test(file)).sort();
  return Object.fromEntries(tests.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}
