import "server-only";
import { getFormatter, getTranslations } from "next-intl/server";
import { z } from "zod";
import type { MoveAnswer } from "@/components/calendar/event";
import type { ErrorBody } from "@/lib/kernel/errors";
import { failure } from "@/lib/surfaces/portal/failure";

const freeTimes = z.array(z.object({ startTime: z.string(), staffId: z.string().optional() })).catch([]);

const brokenRule = z.object({
  rule: z.string().optional().catch(undefined),
  closure: z.string().nullish().catch(undefined),
  hours: z.array(z.string()).optional().catch(undefined),
  minutes: z.number().optional().catch(undefined),
  days: z.number().optional().catch(undefined),
  remainingCapacity: z.number().optional().catch(undefined),
  busy: z.object({ staffName: z.string() }).nullish().catch(undefined),
  staffName: z.string().optional().catch(undefined),
  freeStaff: z
    .array(z.object({ name: z.string() }))
    .optional()
    .catch(undefined),
});

/** The facts of a rule as its sentence takes them; a fact that is not known is `none`. */
const wordsOf = ({
  closure,
  hours,
  minutes,
  days,
  remainingCapacity,
  busy,
  staffName,
  freeStaff,
}: Omit<z.output<typeof brokenRule>, "rule">) => ({
  closure: closure ?? "none",
  hours: hours?.join(", ") || "none",
  minutes: minutes ?? 0,
  days: days ?? 0,
  left: remainingCapacity ?? 0,
  staff: busy?.staffName ?? staffName ?? "none",
  free: freeStaff?.map(({ name }) => name).join(", ") || "none",
});

/** A refused booking in the reader's language: the rule that spoke, the next step, and the nearest free times. */
export async function refusedMove(error: ErrorBody): Promise<Extract<MoveAnswer, { ok: false }>> {
  const [t, format, plain] = await Promise.all([
    getTranslations("bookings.rule"),
    getFormatter(),
    failure(error, new FormData()),
  ]);
  const { rule, ...facts } = brokenRule.parse(error.details ?? {});
  const known = rule && t.has(rule as "past") ? t(rule as "past", wordsOf(facts)) : undefined;
  const alternatives = freeTimes.parse(error.details?.alternatives ?? []).map(({ startTime, staffId }) => ({
    start: startTime,
    label: format.dateTime(new Date(startTime), {
      weekday: "short",
      day: "numeric",
      month: "short",
      hour: "numeric",
      minute: "2-digit",
    }),
    ...(staffId ? { staffId } : {}),
  }));
  return { ok: false, message: known ?? plain.message ?? "", hint: plain.hint ?? "", alternatives };
}
