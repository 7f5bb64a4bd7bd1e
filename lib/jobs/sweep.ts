import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/kernel/log";
import { deliverMail } from "./deliver-mail";
import { expireOffers } from "./expire-offers";
import { keepErasures } from "./keep-erasures";
import { keepWallClocks } from "./keep-wall-clocks";
import { dropLate, dueMails } from "./mail-life";
import { offerPlaces } from "./offer-places";
import { remindBookings } from "./remind-bookings";
import { runImports } from "./run-imports";

const BATCH = 50;

/** Delivers what is due and was not woken: lost wake-ups, retries, mails of processes that died. */
export async function sweepMails(concurrency: number, signal: AbortSignal): Promise<void> {
  await dropLate();
  const ids = await dueMails(BATCH);
  const lane = async () => {
    for (let id = ids.shift(); id && !signal.aborted; id = ids.shift()) await deliverMail(id, signal);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

/** What is due by the clock: reminders, and offers of the wait-list that nobody took. Its mails go out with the next sweep. */
async function sweepBookings(): Promise<void> {
  try {
    await remindBookings();
    await expireOffers();
    await offerPlaces();
  } catch (error) {
    // Mail must go on when a booking cannot.
    log().warn({ err: error }, "Reminders could not be prepared; they are tried again");
  }
}

/** Imports whose wake-up was lost, or whose worker died. Nobody waits for them: mail goes on beside. */
function sweepImports(signal: AbortSignal): void {
  runImports(signal).catch((error: unknown) => {
    if (!signal.aborted) log().warn({ err: error }, "Imports could not be worked through; they are tried again");
  });
}

const MINUTE_MS = 60_000;

/** Does `work` at once after a start and then as seldom as `everyMs` says; a failure is tried again with the next sweep. */
function seldom(everyMs: number, work: () => Promise<unknown>, failed: string): () => Promise<void> {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - doneAt < everyMs) return;
    try {
      await work();
      doneAt = performance.now();
    } catch (error) {
      log().warn({ err: error }, failed);
    }
  };
}

export interface Sweeper {
  /** When the last sweep ended well, on `performance.now()`. */
  lastSuccessAt(): number;
  /** Resolves when the sweep under way has ended, after `signal` aborted. */
  finished: Promise<void>;
}

/** Sweeps every `everyMs` until `signal` aborts. Several workers may sweep the same table: a mail is claimed by one. */
export function startSweeping(options: { everyMs: number; concurrency: number; signal: AbortSignal }): Sweeper {
  const { everyMs, concurrency, signal } = options;
  let lastSuccessAt = performance.now();
  // A start may follow a restore, and a new release of the time zones comes with one.
  const erasures = seldom(MINUTE_MS, keepErasures, "The register of erasures could not be kept; it is tried again");
  const clocks = seldom(60 * MINUTE_MS, () => keepWallClocks(), "The wall clocks could not be kept; it is tried again");
  const run = async () => {
    while (!signal.aborted) {
      try {
        await sweepMails(concurrency, signal);
        lastSuccessAt = performance.now();
        if (!signal.aborted) await sweepBookings();
        if (!signal.aborted) await erasures();
        if (!signal.aborted) await clocks();
        if (!signal.aborted) sweepImports(signal);
      } catch (error) {
        if (!signal.aborted) log().warn({ err: error }, "The outbox could not be swept; it is tried again");
      }
      // A little unevenness keeps several workers from sweeping in step.
      await sleep(everyMs * (0.9 + Math.random() * 0.2), undefined, { signal }).catch(() => {});
    }
  };
  return { lastSuccessAt: () => lastSuccessAt, finished: run() };
}
