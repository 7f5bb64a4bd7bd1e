import { z } from "zod";
import { idField, instant } from "@/lib/kernel/fields";
import { noSuch } from "@/lib/kernel/refusals";

export const closureIdField = idField("clo", "Id of a closure, from list_closures.");

/** closure: the company is closed; holiday: so it is on a public holiday; absence: a person is away. */
export const CLOSURE_KINDS = ["closure", "holiday", "absence"] as const;

export const closureView = z.object({
  id: z.string(),
  kind: z.enum(CLOSURE_KINDS),
  /** Null: the whole company is closed. */
  staffId: z.string().nullable(),
  startTime: instant,
  endTime: instant,
  localStart: z.string(),
  localEnd: z.string(),
  reason: z.string().nullable(),
  /** manual | holiday | absence */
  source: z.string(),
});

export const noSuchClosure = (field: string) => noSuch(field, "closure", "list_closures");

/** A booking that a change of hours or a closed time hits. */
export const hitBookingView = z.object({
  bookingId: z.string(),
  customerName: z.string(),
  serviceName: z.string(),
  staffName: z.string().nullable(),
  localStart: z.string(),
});

/** What a closed time hits: it stays until somebody decides about it. */
export const hitsView = z.object({
  bookings: z.array(hitBookingView),
  classes: z.array(
    z.object({
      occurrenceId: z.string(),
      serviceId: z.string(),
      serviceName: z.string(),
      localStart: z.string(),
      booked: z.int(),
    }),
  ),
});
export type Hits = z.output<typeof hitsView>;
