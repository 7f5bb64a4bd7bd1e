import "server-only";
import { z } from "zod";
import { countOf, listOf } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { passkeyView, toPasskeyView } from "./passkey";

export const listMyPasskeys = defineSystemOperation({
  name: "list_my_passkeys",
  title: "List my passkeys",
  description: "Lists the passkeys with which the person can sign in.",
  area: "organisation",
  effect: "read",
  access: "personal",
  offeredTo: ["portal"],
  input: z.strictObject({}),
  output: listOf(passkeyView),
  renderType: "table",
  summary: ({ items }) => countOf(items.length, "passkey"),

  async run({ system, caller }) {
    const rows = await system.passkey.findMany({
      where: { userId: caller.userId ?? "" },
      orderBy: { id: "asc" },
      take: 100,
    });
    return { items: rows.map(toPasskeyView) };
  },
});
