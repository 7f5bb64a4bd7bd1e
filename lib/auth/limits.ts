import "server-only";
import { env } from "@/lib/env";
import { isOperationError, OperationError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { limitRefusals } from "@/lib/telemetry/instruments";
import { networkOf } from "./client-address";
import type { CodePurpose } from "./codes";
import { countUse, uncountUse, usesOf } from "./limiter";
import { mailboxKey } from "./mailbox";

/** While mail stays on this machine nobody can be bombed, and a newcomer plays the demo more than once. */
const OUTBOX_WIDENING = 200;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** A limiter that cannot be asked refuses: limits never fail open. */
function refuseUncounted(cause: unknown): never {
  throw new OperationError("unavailable", { cause });
}

/** One use of something: at most `points` in `seconds` for each key. Throws rate_limited. */
export async function limitUse(name: string, key: string, points: number, seconds: number): Promise<void> {
  const { used, msLeft } = await countUse(name, key, seconds).catch(refuseUncounted);
  if (used <= points) return;
  limitRefusals.add([name]);
  const retryAfterSeconds = Math.max(1, Math.ceil(msLeft / 1_000));
  throw new OperationError("rate_limited", {
    message: `Too many requests; try again in ${retryAfterSeconds} seconds.`,
    details: { retryAfterSeconds },
  });
}

/** Like limitUse, but only failures count: `work` that succeeds gives its use back. */
export async function limitFailures<T>(
  name: string,
  key: string,
  points: number,
  seconds: number,
  work: () => Promise<T>,
): Promise<T> {
  await limitUse(name, key, points, seconds);
  const result = await work();
  await returnUse(name, key);
  return result;
}

/** Gives one use back, so that the key may use it again. */
async function returnUse(name: string, key: string): Promise<void> {
  // Not given back, it ends with its window: no reason to fail what was done.
  await uncountUse(name, key).catch(() => {});
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
  await limitUse("visitor-look", visitorKey(ip), VISITOR_LOOKS_MINUTE, MINUTE);
}

/** One booking or wait-list entry from a public page, counted by the visitor's network and by the mailbox it names. */
export async function limitVisitorBooking(ip: string | null, email: string): Promise<void> {
  const widening = env().mailTransport === "outbox" ? OUTBOX_WIDENING : 1;
  await limitUse("visitor-hour", visitorKey(ip), VISITOR_BOOKINGS_HOUR * widening, HOUR);
  await limitUse("visitor-day", visitorKey(ip), VISITOR_BOOKINGS_DAY * widening, DAY);
  await limitUse("guest-hour", mailboxKey(email), MAILBOX_BOOKINGS_HOUR, HOUR);
  await limitUse("guest-day", mailboxKey(email), MAILBOX_BOOKINGS_DAY, DAY);
}

const OPEN_HOLDS = 6;
/** As long as a hold lives: a use that is not given back ends when its hold does. */
export const HOLD_SECONDS = 600;

/** One more time held open for a visitor. Throws rate_limited when as many are open as one may have; that costs nothing. */
export async function limitOpenHolds(ip: string | null): Promise<void> {
  try {
    await limitUse("open-holds", visitorKey(ip), OPEN_HOLDS, HOLD_SECONDS);
  } catch (error) {
    await endOpenHold(ip);
    throw error;
  }
}

/** A visitor's hold ended before its time. */
export async function endOpenHold(ip: string | null): Promise<void> {
  await returnUse("open-holds", visitorKey(ip));
}

/** One code request of an address: FAVCRM_LIMIT_IP_HOUR and _DAY. Callers without a known address share one bucket. */
export async function limitAddress(purpose: CodePurpose, ip: string | null): Promise<void> {
  const { limitIpHour, limitIpDay, mailTransport } = env();
  const widening = mailTransport === "outbox" ? OUTBOX_WIDENING : 1;
  const key = `${purpose}:${ip ?? "unknown"}`;
  await limitUse("ip-hour", key, limitIpHour * widening, HOUR);
  await limitUse("ip-day", key, limitIpDay * widening, DAY);
}

/**
 * One mail to a mailbox: FAVCRM_LIMIT_MAILBOX_MINUTE, _HOUR and _DAY, by the address without its +tag, counted apart for each
 * purpose so that a stranger's sign-ups cannot lock the owner out of signing in.
 */
export async function limitMailbox(purpose: CodePurpose, email: string): Promise<void> {
  const { limitMailboxMinute, limitMailboxHour, limitMailboxDay } = env();
  const key = `${purpose}:${mailboxKey(email)}`;
  await limitUse("mailbox-minute", key, limitMailboxMinute, MINUTE);
  await limitUse("mailbox-hour", key, limitMailboxHour, HOUR);
  await limitUse("mailbox-day", key, limitMailboxDay, DAY);
}

/** How long a verification waits while wrong codes exceed the instance's budget. */
const SLOWED_MS = 2_000;
const WRONG_CODES = ["wrong-codes", "instance"] as const;

/**
 * Evaluates one guess within the instance's budget of wrong codes: above FAVCRM_WRONG_CODES_PER_MINUTE, guessing slows down
 * and an alarm is logged. Refuses when the budget cannot be read.
 */
export async function withinGuessBudget<T>(evaluate: () => Promise<T>): Promise<T> {
  const spent = await usesOf(...WRONG_CODES).catch(refuseUncounted);
  if (spent > env().wrongCodesPerMinute) await new Promise((resolve) => setTimeout(resolve, SLOWED_MS));
  try {
    return await evaluate();
  } catch (error) {
    if (isOperationError(error) && error.code === "code_incorrect") await countWrongCode();
    throw error;
  }
}

async function countWrongCode(): Promise<void> {
  const { used } = await countUse(...WRONG_CODES, MINUTE).catch(refuseUncounted);
  if (used === env().wrongCodesPerMinute + 1) log().error({ alarm: "wrong_codes" }, "wrong-code budget exceeded");
}
