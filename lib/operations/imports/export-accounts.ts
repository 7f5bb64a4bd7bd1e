import "server-only";
import { z } from "zod";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { requireOwner } from "@/lib/kernel/refusals";
import { LIFE_STAGES, toAccountView } from "../accounts/account";
import { findAccountPage } from "../accounts/find-page";
import { csvOf } from "../activity/csv";
import { segmentIdField } from "../segments/segment";
import { membersOf, requireSegment } from "../segments/segment-rules";

const COLUMNS = [
  "id",
  "name",
  "localName",
  "firstName",
  "lastName",
  "type",
  "lifeStage",
  "source",
  "email",
  "phone",
  "language",
  "gender",
  "dateOfBirth",
  "address",
  "notes",
  "memberCode",
  "membershipStatus",
  "lastBookingAt",
  "lastActivityAt",
  "createdAt",
] as const;

export const exportAccounts = defineOperation({
  name: "export_accounts",
  title: "Export customers",
  description:
    "Gives customers as CSV text, newest first, all or those of a segment or life stage, up to 1,000 for one call; nextCursor continues, and later pages have no header. Cells that a spreadsheet would run as a formula are made harmless. Owners only. To look customers up use search_members.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    segmentId: segmentIdField.optional(),
    lifeStage: z
      .enum(LIFE_STAGES)
      .optional()
      .meta({ description: "Only customers in this life stage.", examples: ["active"] }),
    limit: z
      .int()
      .min(1)
      .max(1_000)
      .default(1_000)
      .meta({ description: "How many rows, 1 to 1000.", examples: [1_000] }),
    cursor: z
      .string()
      .max(64)
      .optional()
      .meta({ description: "nextCursor of the previous answer.", examples: ["acc_0OaZ3kP9x1yB7cD2eF4gH6jK"] }),
  }),
  output: z.object({ csv: z.string(), rowCount: z.int(), nextCursor: z.string().optional() }),
  renderType: "text",
  summary: ({ rowCount, nextCursor }) =>
    `${countOf(rowCount, "customer")} exported${nextCursor ? ", more with nextCursor" : ""}`,

  async run({ db, caller }, { segmentId, lifeStage, limit, cursor }) {
    requireOwner(caller);
    const members = segmentId ? await membersOf(db, await requireSegment(db, segmentId)) : {};
    const where = { AND: [members, lifeStage ? { lifeStage } : {}] };
    const rows = await findAccountPage(db, { where, sort: "createdAt", descending: true, cursor, limit });
    const shown = rows.slice(0, limit);
    const table = shown.map((row) => {
      const view = toAccountView(row);
      return [...COLUMNS.map((column) => view[column]), row.tags.map(({ tag }) => tag.name).join("; ")];
    });
    const csv = csvOf([...COLUMNS, "tags"], table);
    const last = shown.at(-1);
    return {
      csv: cursor === undefined ? csv : csv.slice(csv.indexOf("\r\n") + 2),
      rowCount: shown.length,
      ...(rows.length > limit && last ? { nextCursor: last.id } : {}),
    };
  },
});
