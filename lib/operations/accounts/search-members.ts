import "server-only";
import { z } from "zod";
import type { Prisma } from "@/lib/db/client";
import { countOf, cursorField, idField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { noSuch } from "@/lib/kernel/refusals";
import { requireTags } from "../tags/account-tags";
import { tagBrief, toTagBrief } from "../tags/tag";
import { ACCOUNT_SOURCES, accountView, LIFE_STAGES, MEMBERSHIP_STATUSES, momentText, toAccountView } from "./account";
import { findAccountPage, SORTS } from "./find-page";

const moment = (description: string) => momentText.optional().meta({ description, examples: ["2026-05-01"] });
const searchText = z
  .string()
  .trim()
  .max(200)
  .optional()
  .meta({
    description: "Part of a name (in any script), mail address, phone or member code; words in any order.",
    examples: ["chan"],
  });

const input = z.strictObject({
  search: searchText,
  query: searchText.meta({ description: "The same as search.", examples: ["陳安"] }),
  lifeStage: z
    .enum(LIFE_STAGES)
    .optional()
    .meta({ description: "Only customers in this life stage.", examples: ["lead"] }),
  source: z
    .enum(ACCOUNT_SOURCES)
    .optional()
    .meta({ description: "Only customers from this source.", examples: ["walk_in"] }),
  tagIds: z
    .array(idField("tag", "Tag id."))
    .min(1)
    .max(20)
    .optional()
    .meta({
      description: "Only customers who have all of these tags (ids from list_tags).",
      examples: [["tag_0OaZ3kP9x1yB7cD2eF4gH6jK"]],
    }),
  tierId: idField("tier", "Only members of this tier.").optional(),
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
      description: "Only customers with no activity for at least this many days: who has not come back.",
      examples: [60],
    }),
  createdAfter: moment("Added at or after this day or instant."),
  createdBefore: moment("Added before this day or instant."),
  lastBookingAfter: moment("Last booking at or after."),
  lastBookingBefore: moment("Last booking before."),
  lastActivityAfter: moment("Last activity at or after."),
  lastActivityBefore: moment("Last activity before."),
  sort: z
    .enum(SORTS)
    .default("createdAt")
    .meta({ description: "Order by. Default createdAt.", examples: ["name"] }),
  order: z
    .enum(["asc", "desc"])
    .optional()
    .meta({ description: "Direction. Default: newest first, names from A.", examples: ["asc"] }),
  limit: limitField,
  cursor: cursorField,
});
type Filters = z.output<typeof input>;

const DAY_MS = 86_400_000;
const between = (from: string | undefined, to: string | undefined) =>
  from === undefined && to === undefined
    ? undefined
    : { ...(from ? { gte: new Date(from) } : {}), ...(to ? { lt: new Date(to) } : {}) };

const MEMBERSHIP = {
  none: () => ({ memberSince: null }),
  active: (now: Date) => ({
    memberSince: { not: null },
    OR: [{ membershipExpiresAt: null }, { membershipExpiresAt: { gt: now } }],
  }),
  expired: (now: Date) => ({ memberSince: { not: null }, membershipExpiresAt: { lte: now } }),
} satisfies Record<(typeof MEMBERSHIP_STATUSES)[number], (now: Date) => Prisma.AccountWhereInput>;

/** The filters as conditions; every one given must hold. */
function conditionsOf(filters: Filters, now = new Date()): Prisma.AccountWhereInput {
  const conditions: (Prisma.AccountWhereInput | undefined)[] = [
    filters.lifeStage && { lifeStage: filters.lifeStage },
    filters.source && { source: filters.source },
    ...(filters.tagIds ?? []).map((tagId) => ({ tags: { some: { tagId } } })),
    filters.hasMembership === undefined ? undefined : { memberSince: filters.hasMembership ? { not: null } : null },
    filters.membershipStatus && MEMBERSHIP[filters.membershipStatus](now),
    filters.hasBooking === undefined ? undefined : { lastBookingAt: filters.hasBooking ? { not: null } : null },
    filters.inactiveDays === undefined
      ? undefined
      : { lastActivityAt: { lt: new Date(now.getTime() - filters.inactiveDays * DAY_MS) } },
    condition("createdAt", between(filters.createdAfter, filters.createdBefore)),
    condition("lastBookingAt", between(filters.lastBookingAfter, filters.lastBookingBefore)),
    condition("lastActivityAt", between(filters.lastActivityAfter, filters.lastActivityBefore)),
  ];
  const given = conditions.filter((each) => each !== undefined);
  return given.length === 0 ? {} : { AND: given };
}

const condition = (column: string, range: ReturnType<typeof between>) => (range ? { [column]: range } : undefined);

export const searchMembers = defineOperation({
  name: "search_members",
  title: "Search customers",
  description:
    "Finds customers by part of a name, mail, phone or member code, and by tags, life stage, membership, bookings and dates; without arguments lists the newest. inactiveDays finds who has not come back. Next: get_member_profile, attach_tags, create_task. For groups to keep use create_segment.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input,
  output: listOf(accountView.extend({ tags: z.array(tagBrief) })),
  renderType: "table",
  summary: ({ items, nextCursor }) =>
    `${countOf(items.length, "customer")}${nextCursor ? ", more on the next page" : ""}`,

  async run({ db, caller }, filters) {
    if (filters.tierId !== undefined) throw noSuch("tierId", "membership tier", "search_members");
    await requireTags(db, filters.tagIds ?? []);
    const { sort, limit, cursor } = filters;
    const order = filters.order ?? (sort === "createdAt" ? "desc" : "asc");
    const rows = await findAccountPage(db, {
      where: conditionsOf(filters),
      search: filters.search ?? filters.query,
      sort,
      descending: order === "desc",
      cursor,
      limit,
    });
    const masksPhone = caller.role === "staff";
    return pageOf(
      rows,
      limit,
      (row) => ({ ...toAccountView(row, masksPhone), tags: row.tags.map(({ tag }) => toTagBrief(tag)) }),
      ({ id }) => id,
    );
  },
});
