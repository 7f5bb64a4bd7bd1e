import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { systemPool } from "@/lib/db/client";
import { env } from "@/lib/env";
import { isOperationError, OperationError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { singleton } from "@/lib/singleton";
import { limitRefusals } from "@/lib/telemetry/instruments";
import { networkOf } from "./client-address";
import type { CodePurpose } from "./codes";
import { mailboxKey } from "./mailbox";

/** While mail stays on this machine nobody can be bombed, and a newcomer plays the demo more than once. */
const OUTBOX_WIDENING = 200;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

function limiter(name: string, points: number, durationSeconds: number): RateLimiterPostgres {
  return singleton(
    `limiter-${name}`,
    () =>
      new RateLimiterPostgres({
        storeClient: systemPool(),
        storeType: "pool",
        tableName: "rate_limits",
        tableCreated: true,
        keyPrefix: name,
        points,
        duration: durationSeconds,
        clearExpiredByTimeout: false,
      }),
  );
}

/** The column holds 255 characters, the limiter's name among them; an address may be as long by itself. */
const MAX_KEY_LENGTH = 200;
const bounded = (key: string) => (key.length > MAX_KEY_LENGTH ? createHash("sha256").update(key).digest("hex") : key);

/** Takes one point or throws rate_limited. A limiter that cannot be asked refuses: limits never fail open. */
async function take(bucket: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await bucket.consume(bounded(key));
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw new OperationError("unavailable", { cause: reason });
    limitRefusals.add([bucket.keyPrefix]);
    const retryAfterSeconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000));
    throw new OperationError("rate_limited", {
      message: `Too many requests; try again in ${retryAfterSeconds} seconds.`,
      details: { retryAfterSeconds },
    });
  }
}

/** One use of something that has nothing to do with codes: at most `points` in `durationSeconds` for each key. */
export async function limitUse(name: string, key: string, points: number, durationSeconds: number): Promise<void> {
  await take(limiter(name, points, durationSeconds), key);
}

/** Like limitUse, but only failures count: `work` that succeeds gives its use back. */
export async function limitFailures<T>(
  name: string,
  key: string,
  points: number,
  durationSeconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const bucket = limiter(name, points, durationSeconds);
  await take(bucket, key);
  const result = await work();
  await bucket.reward(key);
  return result;
}

/** Gives one use back, so that the key may use it again. */
async function returnUse(name: string, key: string, points: number, durationSeconds: number): Promise<void> {
  // Not given back, it ends with its window: no reason to fail what was done.
  await limiter(name, points, durationSeconds)
    .reward(bounded(key))
    .catch(() => {});
}

/** Visitors behind one address share these: a household, an office, the tablet at a reception. */
const VISITOR_LOOKS_MINUTE = 300;
const VISITOR_BOOKINGS_HOUR = 40;
const VISITOR_BOOKINGS_DAY = 150;
const MAILBOX_BOOKINGS_HOUR = 8;
const MAILBOX_BOOKINGS_DAY = 20;

/** The key a visitor is counted by: the address, and for IPv6 the network, of which one household has 2^80 addresses. */
const visitorKey = (ip: string | null) => (ip === null ? "unknown" : ip.includes(":") ? networkOf(ip) : ip);

/** One look at free times on a public page. */
export async function limitVisitorLook(ip: string | null): Promise<void> {
  await take(limiter("visitor-look", VISITOR_LOOKS_MINUTE, MINUTE), visitorKey(ip));
}

/** One booking or wait-list entry from a public page, counted by the visitor's network and by the mailbox it names. */
export async function limitVisitorBooking(ip: string | null, email: string): Promise<void> {
  const widening = env().mailTransport === "outbox" ? OUTBOX_WIDENING : 1;
  await take(limiter("visitor-hour", VISITOR_BOOKINGS_HOUR * widening, HOUR), visitorKey(ip));
  await take(limiter("visitor-day", VISITOR_BOOKINGS_DAY * widening, DAY), visitorKey(ip));
  await take(limiter("guest-hour", MAILBOX_BOOKINGS_HOUR, HOUR), mailboxKey(email));
  await take(limiter("guest-day", MAILBOX_BOOKINGS_DAY, DAY), mailboxKey(email));
}

const OPEN_HOLDS = 6;
/** As long as a hold lives: a use that is not given back ends when its hold does. */
export const HOLD_SECONDS = 600;

/** One more time held open for a visitor. Throws rate_limited when as many are open as one may have; that costs nothing. */
export async function limitOpenHolds(ip: string | null): Promise<void> {
  try {
    await take(limiter("open-holds", OPEN_HOLDS, HOLD_SECONDS), visitorKey(ip));
  } catch (error) {
    await endOpenHold(ip);
    throw error;
  }
}

/** A visitor's hold ended before its time. */
export async function endOpenHold(ip: string | null): Promise<void> {
  await returnUse("open-holds", visitorKey(ip), OPEN_HOLDS, HOLD_SECONDS);
}

/** One code request of an address: FAVCRM_LIMIT_IP_HOUR and _DAY. Callers without a known address share one bucket. */
export async function limitAddress(purpose: CodePurpose, ip: string | null): Promise<void> {
  const { limitIpHour, limitIpDay, mailTransport } = env();
  const widening = mailTransport === "outbox" ? OUTBOX_WIDENING : 1;
  const key = `${purpose}:${ip ?? "unknown"}`;
  await take(limiter("ip-hour", limitIpHour * widening, HOUR), key);
  await take(limiter("ip-day", limitIpDay * widening, DAY), key);
}

/**
 * One mail to a mailbox: FAVCRM_LIMIT_MAILBOX_MINUTE, _HOUR and _DAY, by the address without its +tag, counted apart for each
 * purpose so that a stranger's sign-ups cannot lock the owner out of signing in.
 */
export async function limitMailbox(purpose: CodePurpose, email: string): Promise<void> {
  const { limitMailboxMinute, limitMailboxHour, limitMailboxDay } = env();
  const key = `${purpose}:${mailboxKey(email)}`;
  await take(limiter("mailbox-minute", limitMailboxMinute, MINUTE), key);
  await take(limiter("mailbox-hour", limitMailboxHour, HOUR), key);
  await take(limiter("mailbox-day", limitMailboxDay, DAY), key);
}

/** How long a verification waits while wrong codes exceed the instance's budget. */
const SLOWED_MS = 2_000;
const INSTANCE = "instance";

/**
 * Evaluates one guess within the instance's budget of wrong codes: above FAVCRM_WRONG_CODES_PER_MINUTE, guessing slows down
 * and an alarm is logged. Refuses when the budget cannot be read.
 */
export async function withinGuessBudget<T>(evaluate: () => Promise<T>): Promise<T> {
  const budget = limiter("wrong-codes", env().wrongCodesPerMinute, MINUTE);
  await slowDown(budget);
  try {
    return await evaluate();
  } catch (error) {
    if (isOperationError(error) && error.code === "code_incorrect") await countWrongCode(budget);
    throw error;
  }
}

async function slowDown(budget: RateLimiterPostgres): Promise<void> {
  const state = await budget.get(INSTANCE).catch((cause: unknown) => {
    throw new OperationError("unavailable", { cause });
  });
  if (state && state.consumedPoints > env().wrongCodesPerMinute) {
    await new Promise((resolve) => setTimeout(resolve, SLOWED_MS));
  }
}

async function countWrongCode(budget: RateLimiterPostgres): Promise<void> {
  try {
    await budget.consume(INSTANCE);
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw new OperationError("unavailable", { cause: reason });
    if (reason.consumedPoints === env().wrongCodesPerMinute + 1)
      log().error({ alarm: "wrong_codes" }, "wrong-code budget exceeded");
  }
}
