import { z } from "zod";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";
import { mailboxText } from "../accounts/account";
import { maskPhone } from "../accounts/phone";
import { searchColumns } from "../accounts/search-text";

export const contactIdField = idField("con", "Id of a contact, from list_contacts or get_member_profile.");

export const contactFields = {
  name: lineOfText(1, 200).meta({ description: "The person's name.", examples: ["Ben Chan"] }),
  localName: lineOfText(1, 200).meta({ description: "The name in the person's own script.", examples: ["陳小明"] }),
  jobTitle: lineOfText(1, 120).meta({ description: "What the person does there.", examples: ["Accountant"] }),
  email: mailboxText.meta({ description: "Mail address of this person.", examples: ["ben@example.com"] }),
  phone: lineOfText(3, 40).meta({
    description: "Phone of this person; without +country it is of the company's country.",
    examples: ["9123 4567"],
  }),
  isPrimary: z.boolean().meta({ description: "Whether this is whom to reach first; there is one.", examples: [true] }),
};
export const CONTACT_FIELDS = Object.keys(contactFields);

export const contactView = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  localName: z.string().nullable(),
  jobTitle: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  isPrimary: z.boolean(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
  version: z.int(),
});
export type ContactView = z.output<typeof contactView>;

export interface ContactRow {
  id: string;
  accountId: string;
  name: string;
  localName: string | null;
  jobTitle: string | null;
  email: string | null;
  phone: string | null;
  isPrimary: boolean;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
  version: number;
}

/** Shows a contact; staff see the phone masked. */
export function toContactView(row: ContactRow, masksPhone = false): ContactView {
  return {
    ...row,
    phone: row.phone !== null && masksPhone ? maskPhone(row.phone) : row.phone,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}

/** The columns by which a contact is found. */
export function contactLookup({
  name,
  localName,
  email,
  phone,
  jobTitle,
}: Pick<ContactRow, "name" | "localName" | "email" | "phone" | "jobTitle">) {
  return searchColumns([name, localName, email, phone, jobTitle]);
}
