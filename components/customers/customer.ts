import type { AccountView } from "@/lib/operations/accounts/account";

export type CustomerTag = { id: string; name: string; color: string | null };
/** A customer as the table shows it. */
export type Customer = AccountView & { tags: CustomerTag[] };

/** The columns a table can show, in their order; the name stands first, always. */
export const COLUMNS = [
  "phone",
  "email",
  "tags",
  "lifeStage",
  "type",
  "source",
  "language",
  "memberCode",
  "membershipStatus",
  "gender",
  "dateOfBirth",
  "address",
  "lastBookingAt",
  "lastActivityAt",
  "createdAt",
  "updatedAt",
] as const;
export type Column = (typeof COLUMNS)[number];
export const USUAL_COLUMNS: readonly Column[] = ["phone", "email", "tags", "lifeStage", "lastActivityAt", "createdAt"];
