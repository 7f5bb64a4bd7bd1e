// The sources whose faults must not go unseen, each with the tests that have to see them, the quickest first.
const keys = ["lib/auth/authenticate.test.ts", "lib/operations/keys"];
const codes = [
  "lib/auth/codes.test.ts",
  "lib/auth/faults.test.ts",
  "lib/operations/sign-in",
  "lib/operations/sign-up/register-organisation-verify.test.ts",
  "lib/operations/team/team-invites.test.ts",
];
const bookings = ["allocations", "hold-slot", "booking-life", "create-booking", "waitlist"].map(
  (name) => `lib/operations/bookings/${name}.test.ts`,
);
const tenancy = ["lib/db/scoped-pool.test.ts", "lib/db/pool-faults.test.ts", "lib/db/tenancy.test.ts"];

export const TARGETS = {
  "lib/auth/keys.ts": [
    "lib/auth/key-patterns.test.ts",
    "lib/auth/keys.test.ts",
    ...keys,
    "lib/operations/sign-up/register-organisation-verify.test.ts",
  ],
  "lib/auth/codes.ts": codes,
  "lib/auth/authenticate.ts": keys,
  "lib/auth/scopes.ts": ["lib/auth/scopes.test.ts", ...keys],
  "lib/kernel/authorize.ts": ["lib/kernel/authorize.test.ts"],
  "lib/db/tenant.ts": [
    "lib/db/tenant.test.ts",
    ...tenancy,
    "lib/operations/sign-up/register-organisation-verify.test.ts",
  ],
  "lib/db/scoped-pool.ts": tenancy,
  "lib/operations/bookings/intervals.ts": [
    "lib/operations/bookings/intervals.test.ts",
    "lib/operations/bookings/slots.test.ts",
  ],
  "lib/operations/bookings/slots.ts": ["lib/operations/bookings/slots.test.ts"],
  "lib/operations/bookings/allocations.ts": bookings,
};
