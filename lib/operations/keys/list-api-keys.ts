import "server-only";
import { z } from "zod";
import { countOf, cursorField, limitField, listOf, pageOf } from "@/lib/kernel/fields";
import { defineOperation } from "@/lib/kernel/operation";
import { keyView, toKeyView } from "./key";

export const listApiKeys = defineOperation({
  name: "list_api_keys",
  title: "List API keys",
  description:
    "Lists the API keys of the organisation, newest first, without their secrets: name, scopes, who made them, when and from where they were last used. Use it before revoke_api_key or rotate_api_key.",
  area: "keys",
  effect: "read",
  scopes: ["keys:read"],
  input: z.strictObject({
    status: z
      .enum(["active", "all"])
      .default("active")
      .meta({ description: "active: keys that work now; all: also revoked and expired ones.", examples: ["active"] }),
    limit: limitField,
    cursor: cursorField,
  }),
  output: listOf(keyView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "key"),

  async run({ db }, { status, limit, cursor }) {
    const now = new Date();
    const rows = await db.apiKey.findMany({
      where: {
        ...(cursor ? { id: { lt: cursor } } : {}),
        ...(status === "active" ? { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] } : {}),
      },
      orderBy: { id: "desc" },
      take: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => toKeyView(row, now),
      ({ id }) => id,
    );
  },
});
