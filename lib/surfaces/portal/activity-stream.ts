import "server-only";
import type { Caller } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { singleton } from "@/lib/singleton";
import { followActivity } from "./activity-hub";

/** How often the stream says that it lives and asks whether its session still does; news have it asked at once. */
const CHECK_MS = 15_000;

const ALIVE = ": alive\n\n";
const NEWS = "event: activity\ndata: {}\n\n";
const END = "event: end\ndata: {}\n\n";

/** Tabs of one person that may follow at once; more of them are a mistake or an attack. */
const MAX_STREAMS = 20;

const openStreams = () => singleton("activity-streams", () => new Map<string, number>());

/** Counts one stream of a person; throws rate_limited above the limit. The returned function gives the place back. */
function takePlace(userId: string): () => void {
  const open = openStreams();
  const count = open.get(userId) ?? 0;
  if (count >= MAX_STREAMS) throw new OperationError("rate_limited", { details: { retryAfterSeconds: 60 } });
  open.set(userId, count + 1);
  return () => {
    const left = (open.get(userId) ?? 1) - 1;
    if (left > 0) open.set(userId, left);
    else open.delete(userId);
  };
}

interface Options {
  organisationId: string;
  userId: string;
  /** Who the browser is now; asked again and again while the stream lives. */
  caller: () => Promise<Caller>;
  /** Aborts when the client leaves. */
  signal: AbortSignal;
  checkMs?: number;
}

/** News says only that something happened, so whoever sees the calendar may hear it too. */
export function mayHearNews({ scopes }: Pick<Caller, "scopes">): boolean {
  return scopes.has("activity:read") || scopes.has("bookings:read");
}

function mayWatch(caller: Caller, organisationId: string): boolean {
  return caller.workspace?.organisationId === organisationId && mayHearNews(caller);
}

/**
 * A stream of server-sent events: `activity` whenever something happened in the organisation. It ends when the client leaves,
 * when the server stops, and when the session ends, loses the right or moves to another organisation (`event: end`): at once
 * when somebody did that, within `checkMs` when time did.
 * Throws rate_limited when the person follows in too many tabs.
 */
export function activityStream({
  organisationId,
  userId,
  caller,
  signal,
  checkMs = CHECK_MS,
}: Options): ReadableStream<Uint8Array> {
  const leavePlace = takePlace(userId);
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let isOpen = true;
      const send = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      let isAsking = false;
      let hasNews = false;
      // News that arrive while the database is asked share the next question.
      const check = async () => {
        if (isAsking) return;
        isAsking = true;
        do {
          const text = hasNews ? NEWS : ALIVE;
          hasNews = false;
          // A database that cannot answer does not end a stream; the next check asks again.
          const now = await caller().catch(() => undefined);
          if (now && !mayWatch(now, organisationId)) {
            send(END);
            stop();
          } else send(text);
        } while (hasNews && isOpen);
        isAsking = false;
      };
      const unfollow = followActivity(organisationId, () => {
        hasNews = true;
        void check();
      });
      const timer = setInterval(() => void check(), checkMs);
      stop = () => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(timer);
        unfollow();
        leavePlace();
        signal.removeEventListener("abort", stop);
        try {
          controller.close();
        } catch {
          // The other side has closed it already.
        }
      };
      signal.addEventListener("abort", stop);
      send("retry: 3000\n\n");
      if (signal.aborted) stop();
    },
    cancel: () => stop(),
  });
}
