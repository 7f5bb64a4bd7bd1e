import "server-only";
import { z } from "zod";
import type { DatabaseClient } from "@/lib/db/client";
import { countOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { requireOwner } from "@/lib/kernel/refusals";
import { accountIdField, toAccountView } from "../accounts/account";
import { findAccountPage } from "../accounts/find-page";
import { memberCondition, memberFilters } from "../accounts/member-filters";
import { csvOf } from "../activity/csv";
import { CONSENT_CHANNELS } from "../consent/consent";
import { requireAccounts } from "../tags/account-tags";
import { customFieldsOf } from "./take-rows";

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

/** What the customer said about marketing, channel by channel, as criteria name it. */
const CONSENT_COLUMNS = CONSENT_CHANNELS.map((channel) => `consent.${channel}.marketing`);

export const exportAccounts = defineOperation({
  name: "export_accounts",
  title: "Export customers",
  description:
    "Gives customers as CSV text, newest first, all or those who fit the filters of search_members, up to 1,000 for one call; nextCursor continues, and later pages have no header. consent.CHANNEL.marketing says granted, withdrawn or none: market to granted only. Custom fields stand last, under their labels. Cells that a spreadsheet would run as a formula are made harmless. Owners only. To look customers up use search_members.",
  area: "contacts",
  effect: "read",
  scopes: ["contacts:read"],
  input: z.strictObject({
    search: z
      .string()
      .trim()
      .max(200)
      .optional()
      .meta({ description: "Part of a name, mail address or phone, as in search_members.", examples: ["chan"] }),
    ...memberFilters,
    accountIds: z
      .array(accountIdField)
      .min(1)
      .max(1_000)
      .optional()
      .meta({ description: "Only these customers.", examples: [["acc_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
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

  async run({ db, caller }, { search, accountIds, limit, cursor, ...filters }) {
    requireOwner(caller);
    if (accountIds) await requireAccounts(db, accountIds);
    const condition = await memberCondition(db, filters);
    const where = accountIds ? { AND: [condition, { id: { in: accountIds } }] } : condition;
    const rows = await findAccountPage(db, { where, search, sort: "createdAt", descending: true, cursor, limit });
    const shown = rows.slice(0, limit);
    const fields = await customFieldsOf(db);
    const custom = await customTexts(
      db,
      shown.map(({ id }) => id),
    );
    const consents = await marketingConsents(
      db,
      shown.map(({ id }) => id),
    );
    const table = shown.map((row) => {
      const view = toAccountView(row);
      const tags = row.tags.map(({ name }) => name).join("; ");
      const own = fields.map(({ id }) => custom.get(`${row.id} ${id}`) ?? "");
      return [
        ...COLUMNS.map((column) => view[column]),
        tags,
        ...CONSENT_CHANNELS.map((channel) => consents.get(`${row.id} ${channel}`) ?? "none"),
        ...own,
      ];
    });
    const csv = csvOf([...COLUMNS, "tags", ...CONSENT_COLUMNS, ...fields.map(({ fieldLabel }) => fieldLabel)], table);
    const last = shown.at(-1);
    return {
      csv: cursor === undefined ? csv : csv.slice(csv.indexOf("\r\n") + 2),
      rowCount: shown.length,
      ...(rows.length > limit && last ? { nextCursor: last.id } : {}),
    };
  },
});

/** Whether each customer may be marketed to, by `account channel`. */
async function marketingConsents(db: DatabaseClient, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.consentRecord.findMany({
    where: { accountId: { in: [...accountIds] }, isCurrent: true, purpose: "marketing" },
    select: { accountId: true, channel: true, status: true },
  });
  return new Map(rows.map(({ accountId, channel, status }) => [`${accountId} ${channel}`, status]));
}

/** Values of custom fields, those of several options as one text, by `account definition`. */
async function customTexts(db: DatabaseClient, accountIds: readonly string[]): Promise<Map<string, string>> {
  const values = await db.customFieldValue.findMany({
    where: { accountId: { in: [...accountIds] } },
    orderBy: { position: "asc" },
  });
  const texts = new Map<string, string>();
  for (const { accountId, definitionId, value } of values) {
    const key = `${accountId} ${definitionId}`;
    const before = texts.get(key);
    texts.set(key, before === undefined ? value : `${before}; ${value}`);
  }
  return texts;
}
