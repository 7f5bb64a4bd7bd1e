// The sources whose faults must not go unseen, each with the tests that have to see them, the quickest first.
const tenancy = ["lib/db/scoped-pool.test.ts", "lib/db/pool-faults.test.ts", "lib/db/tenancy.test.ts"];
const bookings = ["allocations", "hold-slot", "booking-life"].map((name) => `lib/operations/bookings/${name}.test.ts`);

export const TARGETS = {
  "lib/kernel/authorize.ts": ["lib/kernel/authorize.test.ts"],
  "lib/auth/scopes.ts": ["lib/auth/scopes.test.ts"],
  "lib/operations/bookings/intervals.ts": [
    "lib/operations/bookings/intervals.test.ts",
    "lib/operations/bookings/slots.test.ts",
  ],
  "lib/operations/bookings/slots.ts": [
    "lib/operations/bookings/slot-answers.test.ts",
    "lib/operations/bookings/slots.test.ts",
  ],
  "lib/db/tenant.ts": ["lib/db/tenant.test.ts", ...tenancy],
  "lib/db/scoped-pool.ts": tenancy,
  "lib/db/scoped-read.ts": tenancy,
  "lib/auth/authenticate.ts": ["lib/auth/authenticate.test.ts", "lib/auth/faults.test.ts"],
  "lib/auth/keys.ts": [
    "lib/auth/key-patterns.test.ts",
    "lib/auth/keys.test.ts",
    "lib/auth/authenticate.test.ts",
    "lib/operations/keys/end-of-a-key.test.ts",
  ],
  "lib/auth/limiter.ts": ["lib/auth/limiter.test.ts"],
  "lib/auth/codes.ts": ["lib/auth/codes.test.ts", "lib/operations/sign-up/register-organisation-verify.test.ts"],
  "lib/operations/bookings/allocations.ts": bookings,
  "lib/db/scoped-transaction.ts": ["lib/db/scoped-transaction.test.ts"],
  "lib/db/raw-door.ts": ["lib/db/raw-door.test.ts", "lib/db/scoped-pool.test.ts"],
};
