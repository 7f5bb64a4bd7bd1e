import { z } from "zod";
import { EFFECTS } from "@/lib/kernel/effects";
import { idField, instant } from "@/lib/kernel/fields";

export const OUTCOMES = ["done", "refused", "failed"] as const;

export const activityView = z.object({
  id: z.string(),
  occurredAt: instant,
  /** user | apiKey | system | webhook | customer | anonymous */
  actorType: z.string(),
  actorId: z.string().nullable(),
  actorLabel: z.string().nullable(),
  operation: z.string(),
  effect: z.string(),
  outcome: z.string(),
  errorCode: z.string().nullable(),
  summary: z.string().nullable(),
  requestId: z.string(),
  surface: z.string(),
  ip: z.string().nullable(),
  client: z.string().nullable(),
  companyId: z.string().nullable(),
  entityId: z.string().nullable(),
  durationMs: z.int(),
});
export type ActivityView = z.output<typeof activityView>;

/** One event with what was asked for and what it changed. Secrets were left out when it was written. */
export const activityDetail = activityView.extend({
  arguments: z.unknown(),
  before: z.unknown(),
  after: z.unknown(),
  /** The event that took this change back, if one did. */
  undoneByEventId: z.string().nullable(),
});

export interface ActivityRow extends Omit<ActivityView, "occurredAt"> {
  occurredAt: Date;
}

export function toActivityView(row: ActivityRow): ActivityView {
  return { ...row, occurredAt: row.occurredAt.toISOString() };
}

export const eventIdField = idField("evt", "Id of an event, from list_activity.");

const moment = z.iso.datetime({ offset: true });

/** What a list of events can be narrowed by; every filter that is given must fit. */
export const activityFilters = {
  actorId: z
    .string()
    .max(64)
    .optional()
    .meta({
      description: "Only what this key or person did.",
      examples: ["key_0OaZ3kP9x1yB7cD2eF4gH6jK"],
    }),
  operation: z
    .string()
    .max(40)
    .optional()
    .meta({ description: "Only calls of this tool.", examples: ["create_booking"] }),
  effect: z
    .enum([...EFFECTS, "change"])
    .optional()
    .meta({
      description: "Only calls with this effect; change: every one that changed something.",
      examples: ["change"],
    }),
  outcome: z
    .enum(OUTCOMES)
    .optional()
    .meta({ description: "Only calls that ended like this.", examples: ["refused"] }),
  entityId: z
    .string()
    .max(64)
    .optional()
    .meta({
      description: "Only what concerns this record.",
      examples: ["key_0OaZ3kP9x1yB7cD2eF4gH6jK"],
    }),
  from: moment
    .optional()
    .meta({ description: "Not before this instant, ISO 8601.", examples: ["2026-05-01T00:00:00Z"] }),
  to: moment.optional().meta({ description: "Before this instant, ISO 8601.", examples: ["2026-06-01T00:00:00Z"] }),
  withPageViews: z
    .boolean()
    .default(false)
    .meta({
      description: "Also list what people merely looked at in the portal. Default false.",
      examples: [true],
    }),
} as const;

const filters = z.object(activityFilters);
export type ActivityFilters = z.output<typeof filters>;
