import { z } from "zod";
import { idField, instant } from "@/lib/kernel/fields";

export const NOTE_SUBJECTS = ["account", "contact", "deal"] as const;
export type NoteSubject = (typeof NOTE_SUBJECTS)[number];

export const noteIdField = idField("note", "Id of a note, from list_notes.");
export const subjectTypeField = z
  .enum(NOTE_SUBJECTS)
  .default("account")
  .meta({ description: "What the note is about. Default account, a customer.", examples: ["account"] });
export const subjectIdField = idField("acc", "Id of that customer, contact or deal.");
export const bodyField = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(10_000, "must have at most 10000 characters")
  .meta({ description: "The text of the note.", examples: ["Called; will come on Friday."] });

export const noteView = z.object({
  id: z.string(),
  entityType: z.enum(NOTE_SUBJECTS),
  entityId: z.string(),
  body: z.string(),
  authorLabel: z.string(),
  authorId: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});

export interface NoteRow {
  id: string;
  entityType: string;
  accountId: string | null;
  contactId: string | null;
  dealId: string | null;
  body: string;
  authorLabel: string;
  authorId: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

/** What a view is made of. */
export const NOTE_FIELDS = [
  ...noteView.omit({ entityId: true }).keyof().options,
  "accountId",
  "contactId",
  "dealId",
] as const satisfies (keyof NoteRow)[];

export function toNoteView(row: NoteRow): z.output<typeof noteView> {
  const entityType = z.enum(NOTE_SUBJECTS).parse(row.entityType);
  const entityId = { account: row.accountId, contact: row.contactId, deal: row.dealId }[entityType] ?? "";
  return {
    id: row.id,
    entityType,
    entityId,
    body: row.body,
    authorLabel: row.authorLabel,
    authorId: row.authorId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    version: row.version,
  };
}
