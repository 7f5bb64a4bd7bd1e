import "server-only";
import { z } from "zod";
import { defineOperation } from "@/lib/kernel/operation";
import { keyIdField, keyView, toKeyView } from "./key";
import { leakNote } from "./leak-note";
import { readKey } from "./read-key";

export const getApiKey = defineOperation({
  name: "get_api_key",
  title: "Get one API key",
  description: "Shows one key without its secret, and where it was reported leaked.",
  area: "keys",
  effect: "read",
  scopes: ["keys:read"],
  offeredTo: ["portal"],
  input: z.strictObject({ keyId: keyIdField }),
  output: z.object({ key: keyView, companyName: z.string(), leaks: z.array(leakNote) }),
  renderType: "record",
  summary: ({ key }) => `Key "${key.name}", ${key.status}`,

  async run({ db, caller }, { keyId }) {
    const { organisationId } = caller.workspace;
    const row = await readKey(db, organisationId, keyId);
    const [company, leaks] = await Promise.all([
      db.company.findFirst({ where: { id: row.companyId }, select: { name: true } }),
      db.leakReport.findMany({ where: { keyId }, orderBy: { id: "desc" }, take: 100 }),
    ]);
    return {
      key: toKeyView(row),
      companyName: company?.name ?? "",
      leaks: leaks.map(({ id, source, url, reportedAt }) => ({
        id,
        source,
        url,
        reportedAt: reportedAt.toISOString(),
      })),
    };
  },
});
