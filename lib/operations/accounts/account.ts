import { z } from "zod";
import { normalizeMailbox } from "@/lib/auth/mailbox";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { ACCOUNT_SOURCES, ACCOUNT_TYPES, GENDERS, LIFE_STAGES, MEMBERSHIP_STATUSES } from "./choices";
import { maskPhone } from "./phone";

export const accountIdField = idField("acc", "Id of a customer, from search_members or create_account.");

const isDate = (text: string) => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** A calendar day, `YYYY-MM-DD`. */
export const dateText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date as YYYY-MM-DD")
  .refine(isDate, "must be a day that exists");

/** A day, or an instant with offset or Z; a day means its beginning in UTC. */
export const momentText = z.union([dateText, z.iso.datetime({ offset: true })]);

/** A mail address in its stored form. */
export const mailboxText = z
  .string()
  .max(254)
  .transform((text, context) => {
    const address = normalizeMailbox(text);
    if (address !== null) return address;
    context.addIssue({ code: "custom", message: "must be an e-mail address" });
    return z.NEVER;
  });

/** Several lines a person wrote, at most `maximum` characters. */
export const longText = (maximum: number) => z.string().trim().max(maximum, `must have at most ${maximum} characters`);

/** The same field in an update: absent leaves it, null clears it. */
export const clearable = <T extends z.ZodType>(field: T) =>
  field
    .nullable()
    .optional()
    .meta({ ...field.meta(), description: `${field.meta()?.description ?? ""} null clears it.` });

/** The values of an account that people and agents set; create, update and import share them. */
export const accountFields = {
  name: lineOfText(1, 200).meta({ description: "The customer's name as they use it.", examples: ["Anna Chan"] }),
  localName: lineOfText(1, 200).meta({ description: "The name in the customer's own script.", examples: ["陳安娜"] }),
  firstName: lineOfText(1, 100).meta({ description: "Given name.", examples: ["Anna"] }),
  lastName: lineOfText(1, 100).meta({ description: "Family name.", examples: ["Chan"] }),
  type: z.enum(ACCOUNT_TYPES).meta({ description: "A person, a business or a family.", examples: ["individual"] }),
  lifeStage: z.enum(LIFE_STAGES).meta({
    description: "lead: not yet a customer; churned: has left; vip: to be looked after.",
    examples: ["active"],
  }),
  source: z.enum(ACCOUNT_SOURCES).meta({ description: "Where the customer came from.", examples: ["walk_in"] }),
  email: mailboxText.meta({ description: "Mail address; stored in lower case.", examples: ["anna@example.com"] }),
  phone: lineOfText(3, 40).meta({
    description: "Phone; without +country it is read as a number of the company's country. Stored as E.164.",
    examples: ["+852 9123 4567"],
  }),
  whatsappId: lineOfText(1, 100).meta({
    description: "WhatsApp identity of somebody whose phone number is unknown.",
    examples: ["HK.1349187263"],
  }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language tag")
    .max(20)
    .meta({ description: "Language for messages to this customer (BCP 47).", examples: ["zh-Hant"] }),
  gender: z.enum(GENDERS).meta({ description: "Gender, if the customer told it.", examples: ["female"] }),
  dateOfBirth: dateText.meta({ description: "Birthday as YYYY-MM-DD.", examples: ["1990-05-11"] }),
  address: longText(500).meta({ description: "Postal address.", examples: ["12/F, 1 Queen's Road, Hong Kong"] }),
  notes: longText(5_000).meta({
    description: "A standing remark; for dated remarks use create_note.",
    examples: ["Prefers evenings"],
  }),
  assignedTo: idField("usr", "Who looks after the customer: id or userId from list_staff."),
  memberCode: lineOfText(1, 40).meta({ description: "Member or card number, unique.", examples: ["M-1024"] }),
  referredByAccountId: idField("acc", "The customer who recommended you."),
};

export const accountView = z.object({
  id: z.string(),
  name: z.string(),
  localName: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  type: z.string(),
  lifeStage: z.string(),
  source: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  phoneOriginal: z.string().nullable(),
  whatsappId: z.string().nullable(),
  language: z.string().nullable(),
  gender: z.string().nullable(),
  dateOfBirth: z.string().nullable(),
  address: z.string().nullable(),
  notes: z.string().nullable(),
  assignedTo: z.string().nullable(),
  referredByAccountId: z.string().nullable(),
  memberCode: z.string().nullable(),
  membershipStatus: z.enum(MEMBERSHIP_STATUSES),
  memberSince: instant.nullable(),
  membershipExpiresAt: instant.nullable(),
  lastActivityAt: instant,
  lastBookingAt: instant.nullable(),
  mergedIntoId: z.string().nullable(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type AccountView = z.output<typeof accountView>;

/** Fields an update may change and an undo restores. */
export const UPDATABLE = Object.keys(accountFields);

export interface AccountRow {
  id: string;
  name: string;
  localName: string | null;
  firstName: string | null;
  lastName: string | null;
  type: string;
  lifeStage: string;
  source: string;
  email: string | null;
  phone: string | null;
  phoneOriginal: string | null;
  whatsappId: string | null;
  language: string | null;
  gender: string | null;
  dateOfBirth: Date | null;
  address: string | null;
  notes: string | null;
  assignedTo: string | null;
  referredByAccountId: string | null;
  memberCode: string | null;
  memberSince: Date | null;
  membershipExpiresAt: Date | null;
  lastActivityAt: Date;
  lastBookingAt: Date | null;
  mergedIntoId: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Shows an account. Staff see phones masked: `masksPhone`. */
export function toAccountView(row: AccountRow, masksPhone = false, now = new Date()): AccountView {
  const isExpired = row.membershipExpiresAt !== null && row.membershipExpiresAt <= now;
  return {
    ...row,
    phone: row.phone !== null && masksPhone ? maskPhone(row.phone) : row.phone,
    phoneOriginal: masksPhone ? null : row.phoneOriginal,
    dateOfBirth: iso(row.dateOfBirth)?.slice(0, 10) ?? null,
    membershipStatus: row.memberSince === null ? "none" : isExpired ? "expired" : "active",
    memberSince: iso(row.memberSince),
    membershipExpiresAt: iso(row.membershipExpiresAt),
    lastActivityAt: row.lastActivityAt.toISOString(),
    lastBookingAt: iso(row.lastBookingAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: iso(row.deletedAt),
  };
}

/** Who it is, in the few words a choice between customers needs. */
export const accountBrief = z.object({
  id: z.string(),
  name: z.string(),
  localName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  lifeStage: z.string(),
});

export function toAccountBrief(row: z.output<typeof accountBrief>, masksPhone = false): z.output<typeof accountBrief> {
  const { id, name, localName, email, phone, lifeStage } = row;
  return { id, name, localName, email, phone: phone !== null && masksPhone ? maskPhone(phone) : phone, lifeStage };
}
