import { createHash } from "node:crypto";
import type { AuthInfo, CallToolResult } from "@modelcontextprotocol/server";
import { PrismaPg } from "@prisma/adapter-pg";
import { createMcpHandler, withMcpAuth } from "mcp-handler";
import { z } from "zod";
import { PrismaClient } from "@/lib/db/generated/client";
import { hintsOf } from "@/lib/kernel/effects";
import { operations } from "@/lib/operations";
import { toItem } from "../../../item";
import { databaseUrl } from "../../settings";
import { fresh } from "./fresh";

export const dynamic = "force-dynamic";

let client: PrismaClient | undefined;
const db = () => {
  client ??= new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
  return client;
};

async function verifyToken(_request: Request, token?: string): Promise<AuthInfo | undefined> {
  if (!token) return undefined;
  const hash = createHash("sha256").update(token).digest("hex");
  const key = await db().apiKey.findUnique({ where: { hash }, include: { organisation: true, company: true } });
  if (!key || key.revokedAt) return undefined;
  const { organisationId, companyId } = key;
  return { token, clientId: key.id, scopes: key.scopes, extra: { organisationId, companyId } };
}

async function listServices(auth: AuthInfo | undefined): Promise<CallToolResult> {
  if (!auth) throw new Error("A key is needed");
  const { organisationId, companyId } = auth.extra as { organisationId: string; companyId: string };
  const rows = await db().service.findMany({
    where: { organisationId, companyId, deletedAt: null },
    orderBy: { id: "desc" },
    take: 21,
  });
  const items = rows.slice(0, 20).map(toItem);
  const structuredContent = {
    data: { items, nextCursor: rows.length > 20 ? items.at(-1)?.id : undefined },
    summary: `${items.length} services`,
    renderType: "table",
  };
  return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
}

const answerOf = (data: z.ZodType) =>
  z.object({ data: data.optional(), summary: z.string().optional(), renderType: z.string().optional() });

/** The usual way, as mcp-handler documents it: every request registers every tool, Prisma reads with a `where`. */
const handler = createMcpHandler(
  (server) => {
    for (const { name, title, description, input, output, effect } of operations) {
      server.registerTool(
        name,
        {
          title,
          description,
          inputSchema: fresh(input),
          outputSchema: answerOf(fresh(output)),
          annotations: hintsOf(effect),
        },
        (_args, { http }) => {
          if (name !== "list_services") throw new Error("Only list_services is measured");
          return listServices(http?.authInfo);
        },
      );
    }
  },
  { serverInfo: { name: "usual", version: "1.0.0" } },
);

export const POST = withMcpAuth(handler, verifyToken, { required: false });
