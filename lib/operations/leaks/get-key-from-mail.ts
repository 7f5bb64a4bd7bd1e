import "server-only";
import { z } from "zod";
import { maskKey } from "@/lib/auth/key-form";
import { OperationError } from "@/lib/kernel/errors";
import { instant } from "@/lib/kernel/fields";
import { defineSystemOperation } from "@/lib/kernel/operation";
import { keyOfLink, mailTokenField } from "./mail-link";

export const getKeyFromMail = defineSystemOperation({
  name: "get_key_from_mail",
  title: "See which key a mail is about",
  description: "Names the key that the signed link of a mail would revoke, so that its page can say what will be lost.",
  area: "keys",
  effect: "read",
  access: "public",
  offeredTo: ["portal"],
  input: z.strictObject({ token: mailTokenField }),
  output: z.object({
    name: z.string(),
    key: z.string(),
    organisationName: z.string(),
    createdAt: instant,
    revokedAt: instant.nullable(),
  }),
  renderType: "record",
  summary: ({ name }) => `Key "${name}"`,

  async run({ system }, { token }) {
    const { organisationId, keyId } = keyOfLink(token);
    const row = await system.apiKey.findUnique({
      where: { organisationId_id: { organisationId, id: keyId } },
      include: { organisation: { select: { name: true } } },
    });
    if (!row) throw new OperationError("not_found");
    return {
      name: row.name,
      key: maskKey(row),
      organisationName: row.organisation.name,
      createdAt: row.createdAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
    };
  },
});
