// The sources whose faults must not go unseen, each with the tests that have to see them.
const keys = ["lib/operations/keys", "lib/auth/authenticate.test.ts"];
const codes = ["lib/operations/sign-up/register-organisation-verify.test.ts", "lib/operations/sign-in"];
const bookings = ["create-booking", "hold-slot", "booking-life", "waitlist"].map(
  (name) => `lib/operations/bookings/${name}.test.ts`,
);

export const TARGETS = {
  "lib/auth/keys.ts": [...keys, ...codes.slice(0, 1), "lib/auth/key-patterns.test.ts"],
  "lib/auth/codes.ts": codes,
  "lib/auth/authenticate.ts": keys,
  "lib/auth/scopes.ts": [...keys, "lib/auth/scopes.test.ts"],
  "lib/kernel/authorize.ts": ["lib/kernel/guarantees.test.ts"],
  "lib/db/tenant.ts": ["lib/db/scoped-pool.test.ts", "lib/db/tenancy.test.ts"],
  "lib/db/scoped-pool.ts": ["lib/db/scoped-pool.test.ts", "lib/db/tenancy.test.ts"],
  "lib/operations/bookings/intervals.ts": [
    "lib/operations/bookings/intervals.test.ts",
    "lib/operations/bookings/slots.test.ts",
  ],
  "lib/operations/bookings/slots.ts": ["lib/operations/bookings/slots.test.ts"],
  "lib/operations/bookings/allocations.ts": bookings,
};
