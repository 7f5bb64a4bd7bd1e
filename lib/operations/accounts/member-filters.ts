import "server-only";
import { z } from "zod";
import type { DatabaseClient, Prisma } from "@/lib/db/client";
import { idField } from "@/lib/kernel/fields";
import { noSuch } from "@/lib/kernel/refusals";
import { checkCriteria, membersOf, requireSegment } from "../segments/segment-rules";
import { requireTags } from "../tags/account-tags";
import { accountFields, momentText } from "./account";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, LIFE_STAGES, MEMBERSHIP_STATUSES } from "./choices";

const moment = (description: string) => momentText.optional().meta({ description, examples: ["2026-05-01"] });

/** What a list of customers can be narrowed by; every filter that is given must hold. */
export const memberFilters = {
  lifeStage: z
    .enum(LIFE_STAGES)
    .optional()
    .meta({ description: "Only customers in this life stage.", examples: ["lead"] }),
  type: z
    .enum(ACCOUNT_TYPES)
    .optional()
    .meta({ description: "Only people, businesses or families.", examples: ["business"] }),
  source: z
    .enum(ACCOUNT_SOURCES)
    .optional()
    .meta({ description: "Only customers from this source.", examples: ["walk_in"] }),
  language: accountFields.language
    .optional()
    .meta({ description: "Only customers who read this language (BCP 47).", examples: ["zh-Hant"] }),
  tagIds: z
    .array(idField("tag", "Tag id."))
    .min(1)
    .max(20)
    .optional()
    .meta({
      description: "Only customers who have all of these tags (ids from list_tags).",
      examples: [["tag_0OaZ3kP9x1yB7cD2eF4gH6jK"]],
    }),
  segmentId: idField("seg", "Only customers of this segment, from list_segments.").optional(),
  criteria: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({
      description: "Only customers who meet these conditions, a tree as create_segment takes it.",
      examples: [{ field: "consent.email.marketing", op: "is", value: "granted" }],
    }),
  hasMembership: z
    .boolean()
    .optional()
    .meta({ description: "true: members only; false: others only.", examples: [true] }),
  membershipStatus: z
    .enum(MEMBERSHIP_STATUSES)
    .optional()
    .meta({ description: "State of the membership.", examples: ["active"] }),
  hasBooking: z
    .boolean()
    .optional()
    .meta({ description: "Whether the customer ever had a booking.", examples: [false] }),
  inactiveDays: z
    .int()
    .min(1)
    .max(3_650)
    .optional()
    .meta({
      description:
        "Only customers with no activity (being added, a note, a booking, a deal) for this many days: who has not come back.",
      examples: [60],
    }),
  createdAfter: moment("Added at or after this day or instant."),
  createdBefore: moment("Added before this day or instant."),
  lastBookingAfter: moment("Last booking at or after."),
  lastBookingBefore: moment("Last booking before."),
  lastActivityAfter: moment("Last activity at or after."),
  lastActivityBefore: moment("Last activity before."),
};
const shape = z.object(memberFilters);
type Filters = z.output<typeof shape>;
type Where = Prisma.AccountWhereInput;

const DAY_MS = 86_400_000;

function range(column: string, from: string | undefined, to: string | undefined): Where | undefined {
  if (from === undefined && to === undefined) return undefined;
  return { [column]: { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) } };
}

const MEMBERSHIP = {
  none: () => ({ memberSince: null }),
  active: (now: Date) => ({
    memberSince: { not: null },
    OR: [{ membershipExpiresAt: null }, { membershipExpiresAt: { gt: now } }],
  }),
  expired: (now: Date) => ({ memberSince: { not: null }, membershipExpiresAt: { lte: now } }),
} satisfies Record<(typeof MEMBERSHIP_STATUSES)[number], (now: Date) => Where>;

const hasValue = (isWanted: boolean | undefined) => (isWanted ? { not: null } : null);

function plainConditions(filters: Filters, now: Date): (Where | undefined)[] {
  const { lifeStage, type, source, language, tagIds = [], hasMembership, membershipStatus, hasBooking } = filters;
  return [
    lifeStage && { lifeStage },
    type && { type },
    source && { source },
    language === undefined ? undefined : { language },
    ...tagIds.map((tagId) => ({ tags: { some: { tagId } } })),
    hasMembership === undefined ? undefined : { memberSince: hasValue(hasMembership) },
    membershipStatus && MEMBERSHIP[membershipStatus](now),
    hasBooking === undefined ? undefined : { lastBookingAt: hasValue(hasBooking) },
    filters.inactiveDays === undefined
      ? undefined
      : { lastActivityAt: { lt: new Date(now.getTime() - filters.inactiveDays * DAY_MS) } },
    range("createdAt", filters.createdAfter, filters.createdBefore),
    range("lastBookingAt", filters.lastBookingAfter, filters.lastBookingBefore),
    range("lastActivityAt", filters.lastActivityAfter, filters.lastActivityBefore),
  ];
}

/**
 * The filters as one condition. Throws not_found for a tag or segment this company does not have, invalid_input for
 * criteria that do not fit.
 */
export async function memberCondition(db: DatabaseClient, filters: Filters, now = new Date()): Promise<Where> {
  await requireTags(db, filters.tagIds ?? []);
  const segment = filters.segmentId === undefined ? undefined : await requireSegment(db, filters.segmentId);
  const conditions = [
    ...plainConditions(filters, now),
    segment && (await membersOf(db, segment)),
    filters.criteria === undefined ? undefined : (await checkCriteria(db, filters.criteria)).where,
  ];
  const given = conditions.filter((each) => each !== undefined);
  return given.length === 0 ? {} : { AND: given };
}

/** tierId names a kind of record that is not kept yet: every id of it is unknown. */
export function refuseTier(tierId: string | undefined): void {
  if (tierId !== undefined) throw noSuch("tierId", "membership tier", "search_members");
}
