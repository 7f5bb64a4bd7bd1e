import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { type SessionRow, sessionView, toSessionView } from "./session";

export const listMySessions = defineSystemOperation({
  name: "list_my_sessions",
  title: "List my sessions",
  description: "Lists the browsers in which the person is signed in, the most recently seen first.",
  area: "organisation",
  effect: "read",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: listOf(sessionView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "session"),

  async run({ system, caller }) {
    const rows = await system.$queryRaw<SessionRow[]>`
      SELECT id, ip, user_agent AS "userAgent", organisation_id AS "organisationId", created_at AS "createdAt",
             last_seen_at AS "lastSeenAt", least(idle_expires_at, expires_at) AS "expiresAt"
      FROM sessions
      WHERE user_id = ${caller.userId} AND revoked_at IS NULL AND idle_expires_at > now() AND expires_at > now()
      ORDER BY last_seen_at DESC LIMIT 100`;
    return { items: rows.map((row) => toSessionView(row, caller.session?.id)) };
  },
});
