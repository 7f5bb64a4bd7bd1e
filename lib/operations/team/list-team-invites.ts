import "server-only";
import { z } from "zod";
import { countOf, instant, listOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";

export const listTeamInvites = defineOperation({
  name: "list_team_invites",
  title: "List open invitations",
  description: "Lists the invitations that can still be accepted, newest first, without their tokens.",
  area: "team",
  effect: "read",
  scopes: ["team:read"],
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: listOf(
    z.object({
      id: z.string(),
      email: z.string(),
      name: z.string().nullable(),
      role: z.string(),
      createdAt: instant,
      expiresAt: instant,
    }),
  ),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "open invitation"),

  async run({ db }) {
    const rows = await db.$queryRaw<
      { id: string; email: string; name: string | null; role: string; createdAt: Date; expiresAt: Date }[]
    >`
      SELECT id, email, name, role, created_at AS "createdAt", expires_at AS "expiresAt" FROM team_invites
      WHERE accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now() ORDER BY id DESC LIMIT 200`;
    const items = rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    }));
    return { items };
  },
});
