import "server-only";
import { z } from "zod";
import { countOf, idField, lineOfText } from "@/lib/kernel/fields";
import { newId } from "@/lib/kernel/ids";
import { type AnyOperation, defineOperation } from "@/lib/kernel/operation";
import { enforceQuota } from "@/lib/kernel/quota";
import { invalidField } from "@/lib/kernel/refusals";
import { phoneRegionOf } from "../accounts/identifier";
import { addTags, requireTags } from "../tags/account-tags";
import { IMPORT_FIELD_NAMES, mappingOf, rowDuplicate, rowProblem } from "./import";
import { planImport } from "./plan-import";
import { readRow } from "./read-row";
import { storeRows } from "./store-rows";
import { undoImport } from "./undo-import";

const MOST_ROWS = 2_000;
const MOST_COLUMNS = 60;
const inverse = (): AnyOperation => undoImport;
const cell = z.union([z.string().max(10_000), z.number(), z.boolean(), z.null()]);

export const importAccounts = defineOperation({
  name: "import_accounts",
  title: "Import customers",
  description:
    "Adds many customers from the rows of a list. Call it with preview true first: it tells the mapping, problems by row and field, and duplicates, and writes nothing. Rows with problems or duplicates are held back and listed, never dropped silently: correct them and send those rows again. undo_import takes the whole import back.",
  area: "contacts",
  effect: "create",
  scopes: ["contacts:write"],
  input: z.strictObject({
    rows: z
      .array(z.record(z.string().max(200), cell))
      .min(1)
      .max(MOST_ROWS)
      .meta({
        description: `The rows as objects by column name, at most ${MOST_ROWS} for one call.`,
        examples: [[{ Name: "Anna Chan", Mobile: "9123 4567", "E-mail": "anna@example.com" }]],
      }),
    mapping: z
      .record(z.string().max(200), z.enum([...IMPORT_FIELD_NAMES, "ignore"]))
      .optional()
      .meta({
        description: `Which field each column fills: ${IMPORT_FIELD_NAMES.join(", ")}, ignore. Default: recognised by name, English or Chinese.`,
        examples: [{ Name: "name", Mobile: "phone", Shop: "ignore" }],
      }),
    preview: z
      .boolean()
      .default(false)
      .meta({ description: "true: check only, write nothing.", examples: [true] }),
    tagIds: z
      .array(idField("tag", "Tag id."))
      .max(20)
      .default([])
      .meta({ description: "Tags to put on every new customer.", examples: [["tag_0OaZ3kP9x1yB7cD2eF4gH6jK"]] }),
    label: lineOfText(1, 200)
      .optional()
      .meta({ description: "What this list is, such as the file's name.", examples: ["members-2026.csv"] }),
  }),
  output: z.object({
    importId: z.string().nullable(),
    isPreview: z.boolean(),
    mapping: z.record(z.string(), z.string()),
    rowCount: z.int(),
    /** Customers added, or that would be in a preview. */
    created: z.int(),
    heldBack: z.int(),
    problems: z.array(rowProblem),
    repairs: z.array(rowProblem),
    duplicates: z.array(rowDuplicate),
  }),
  renderType: "record",
  summary: ({ isPreview, created, heldBack }) =>
    `${countOf(created, "customer")} ${isPreview ? "would be added" : "added"}, ${countOf(heldBack, "row")} held back`,
  undo: { with: inverse, arguments: ({ after }) => z.object({ importId: z.string() }).parse(after) },

  async run(context, { rows, mapping: told, preview, tagIds, label }) {
    const { db, caller, note } = context;
    const { organisationId, companyId } = caller.workspace;
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    if (columns.length > MOST_COLUMNS) throw invalidField("rows", `must have at most ${MOST_COLUMNS} columns`);
    const unknown = Object.keys(told ?? {}).find((column) => !columns.includes(column));
    if (unknown !== undefined) throw invalidField(`mapping.${unknown}`, "is no column of the rows");
    const mapping = mappingOf(columns, told);
    if (!Object.values(mapping).some((field) => /name/i.test(field))) {
      throw invalidField("mapping", `no column is the name; columns: ${columns.slice(0, 20).join(", ")}`, {
        Customer: "name",
      });
    }
    await requireTags(db, tagIds);
    // One import of a company at a time, so that two cannot both find the same phone free.
    if (!preview) await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${companyId}`}, 0))::text`;
    const region = await phoneRegionOf(db, caller.workspace);
    const read = rows.map((row, index) => readRow(row, mapping, index + 1, region));
    const { fresh, duplicates } = await planImport(
      db,
      read.filter(({ problems }) => problems.length === 0),
    );
    const answer = {
      isPreview: preview,
      mapping,
      rowCount: rows.length,
      created: fresh.length,
      heldBack: rows.length - fresh.length,
      problems: read.flatMap(({ problems }) => problems),
      repairs: read.flatMap(({ repairs }) => repairs),
      duplicates,
    };
    if (preview || fresh.length === 0) return { ...answer, importId: null };
    await enforceQuota(context, "customers", fresh.length);
    const importId = newId("imp");
    const createdIds = await storeRows(context, fresh);
    await addTags(
      db,
      caller.workspace,
      tagIds.map((tagId) => ({ tagId, accountIds: createdIds })),
    );
    await db.accountImport.create({
      data: {
        organisationId,
        companyId,
        id: importId,
        label: label ?? null,
        rowCount: rows.length,
        createdIds,
        problemCount: answer.heldBack,
        actorLabel: caller.actor.label,
      },
    });
    note({ entityId: importId, after: { importId, created: fresh.length, heldBack: answer.heldBack } });
    return { ...answer, importId };
  },
});
