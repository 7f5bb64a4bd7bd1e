import { z } from "zod";
import { ROLES } from "@/lib/auth/scopes";
import { idField, instant, lineOfText } from "@/lib/kernel/fields";

export const memberIdField = idField("mem", "Id of a member, from list_staff.");

export const memberView = z.object({
  /** The member's id; staff arguments take it or userId. */
  id: z.string(),
  userId: z.string(),
  name: z.string().nullable(),
  email: z.string(),
  role: z.enum(ROLES),
  joinedAt: instant,
  version: z.int(),
});

export interface MemberRow {
  id: string;
  userId: string;
  displayName: string | null;
  role: string;
  createdAt: Date;
  version: number;
  user: { email: string; name: string | null };
}

export function toMemberView(row: MemberRow): z.output<typeof memberView> {
  return {
    id: row.id,
    userId: row.userId,
    name: row.displayName ?? row.user.name,
    email: row.user.email,
    role: z.enum(ROLES).parse(row.role),
    joinedAt: row.createdAt.toISOString(),
    version: row.version,
  };
}

export const personNameField = lineOfText(1, 120).meta({ description: "The person's name.", examples: ["Mei Chan"] });

/** Roles an invitation can give; an owner is made by handing the organisation over. */
export const INVITABLE_ROLES = ["manager", "staff"] as const;

export const inviteTokenField = z
  .string()
  .min(1)
  .max(128)
  .meta({
    secret: true,
    description: "The token of the invitation, from its mail or from create_team_member_invite.",
    examples: ["fav_inv_3xampleTokenFromTheInvitation00000000"],
  });
