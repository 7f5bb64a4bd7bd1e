import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { keyIdField } from "./key";

const MAX_DAYS = 90;

interface UsageRow {
  keyId: string;
  days: { date: string; calls: number }[];
  calls: number;
}

export const listKeyUsage = defineOperation({
  name: "list_key_usage",
  title: "List calls per key",
  description:
    "Counts the calls of each key for each of the last days, in the company's time zone. Every day is listed, so the numbers can be drawn as they are; keys that did nothing are left out.",
  area: "keys",
  effect: "read",
  scopes: ["keys:read"],
  offeredTo: ["portal"],
  input: z.strictObject({
    days: z
      .int()
      .min(1)
      .max(MAX_DAYS)
      .default(30)
      .meta({ description: "How many days, today included.", examples: [30] }),
    keyId: keyIdField.optional(),
  }),
  output: listOf(
    z.object({
      keyId: z.string(),
      calls: z.int(),
      days: z.array(z.object({ date: z.string(), calls: z.int() })),
    }),
  ),
  renderType: "stats",
  summary: ({ items }) => `Calls of ${countOf(items.length, "key")}`,

  async run({ db, caller }, { days, keyId }) {
    const { organisationId, timezone } = caller.workspace;
    const rows = await db.$queryRaw<UsageRow[]>`
      WITH calendar AS (
        SELECT (now() AT TIME ZONE ${timezone})::date - back AS day FROM generate_series(0, ${days - 1}::int) AS back
      ), counted AS (
        SELECT actor_id, (occurred_at AT TIME ZONE ${timezone})::date AS day, count(*)::int AS calls
        FROM audit_events
        WHERE organisation_id = ${organisationId} AND actor_type = 'apiKey'
          AND (${keyId ?? null}::text IS NULL OR actor_id = ${keyId ?? null})
          AND occurred_at >= ((now() AT TIME ZONE ${timezone})::date - ${days - 1}::int) AT TIME ZONE ${timezone}
        GROUP BY 1, 2
      )
      SELECT k.actor_id AS "keyId", sum(coalesce(c.calls, 0))::int AS calls,
             json_agg(json_build_object('date', to_char(d.day, 'YYYY-MM-DD'), 'calls', coalesce(c.calls, 0)) ORDER BY d.day) AS days
      FROM (SELECT DISTINCT actor_id FROM counted) k
      CROSS JOIN calendar d
      LEFT JOIN counted c ON c.actor_id = k.actor_id AND c.day = d.day
      GROUP BY k.actor_id ORDER BY calls DESC`;
    return { items: rows };
  },
});
