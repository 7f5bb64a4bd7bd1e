// The way of list_services from bare node to the product, one layer more at each address: /mcp?layer=1 to 7, and /bare.
// usage: node layers.mjs '{"databaseUrl":…}'; prints its port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { authenticateKey } from "@/lib/auth/authenticate";
import { Prisma, tenantDb } from "@/lib/db/client";
import { openScopedPool } from "@/lib/db/scoped-pool";
import { tenantPrologue, tenantSettings, withTenant } from "@/lib/db/tenant";
import { amendEnvironment } from "@/lib/env";
import { authorize, type TenantCaller } from "@/lib/kernel/authorize";
import { execute } from "@/lib/kernel/execute";
import { pageOf } from "@/lib/kernel/fields";
import { newestOf } from "@/lib/kernel/newest";
import { inputSchemaOf, validate } from "@/lib/kernel/validation";
import { listServices } from "@/lib/operations/services/list-services";
import { SERVICE_FIELDS, type ServiceRow, toServiceView } from "@/lib/operations/services/service";
import { Traffic } from "@/lib/surfaces/http/drain";
import { Health } from "@/lib/surfaces/http/health";
import { createListener } from "@/lib/surfaces/http/listener";
import { handleMcp } from "@/lib/surfaces/mcp/handler";
import { readJsonBody } from "@/lib/surfaces/mcp/read-body";
import { answerPlainly, type ToolCall } from "./plain/endpoint";
import { callerOfKey, openPlainPool, type PlainCaller } from "./plain/key";
import { listServices as listPlainly } from "./plain/list-services";

const { databaseUrl = "" } = JSON.parse(process.argv[2] ?? "{}") as { databaseUrl?: string };
amendEnvironment({ databaseUrl, databaseDirectUrl: databaseUrl, logLevel: "silent" });

const plainPool = openPlainPool(databaseUrl);
const lockedPool = openScopedPool({
  connectionString: databaseUrl,
  max: 10,
  prologue: tenantPrologue,
  loneReads: tenantSettings,
  prepares: true,
});

const plain = ({ workspace }: TenantCaller) =>
  ({ organisation_id: workspace.organisationId, company_id: workspace.companyId }) as PlainCaller;

async function callerOf(request: Request): Promise<TenantCaller> {
  const caller = await authenticateKey(request);
  if (typeof caller === "string") throw new Error(caller);
  return authorize(listServices, caller);
}

const newestServices = newestOf<ServiceRow>("services", SERVICE_FIELDS);

async function readPage({ workspace }: TenantCaller) {
  const page = { where: [Prisma.sql`deleted_at IS NULL`], cursor: undefined, limit: 20 };
  const rows = await withTenant(workspace, () => newestServices(tenantDb(), page));
  return pageOf(rows, page.limit, toServiceView, ({ id }) => id);
}

type Layer = (request: Request, call: ToolCall) => Promise<object>;

/** Each does what the one before does, with one part of the product more. */
const layers: readonly Layer[] = [
  async (request) => listPlainly(plainPool, await callerOfKey(plainPool, request.headers.get("authorization"))),
  async (request) => listPlainly(plainPool, plain(await callerOf(request))),
  async (request) => {
    const caller = await callerOf(request);
    return withTenant(caller.workspace, () => listPlainly(lockedPool, plain(caller)));
  },
  async (request) => ({
    data: await readPage(await callerOf(request)),
    summary: "20 services",
    renderType: "table",
  }),
  async (request, { params }) => {
    const caller = await callerOf(request);
    validate(inputSchemaOf(listServices), params.arguments);
    const data = listServices.output.parse(await readPage(caller));
    return { data, summary: listServices.summary(data), renderType: "table" };
  },
  async (request, { params }) => execute(listServices, await callerOf(request), params.arguments),
];

async function serve(request: Request): Promise<Response> {
  const layer = layers[Number(new URL(request.url).searchParams.get("layer")) - 1];
  if (!layer) return handleMcp(request);
  const body = await readJsonBody(request);
  if ("problem" in body) throw new Error(body.problem.message);
  const call = body.json as ToolCall;
  const structuredContent = await layer(request, call);
  const content = [{ type: "text", text: JSON.stringify(structuredContent) }];
  const answer = JSON.stringify({ jsonrpc: "2.0", id: call.id, result: { content, structuredContent } });
  return new Response(answer, { headers: { "content-type": "application/json" } });
}

const vitals = { started: true, draining: false, worker: () => true };
const pages = async () => {
  throw new Error("There are no pages here");
};
const listener = createListener({ vitals, traffic: new Traffic(), health: new Health(vitals), pages, mcp: serve });
const server = createServer(async (request, response) => {
  if (request.url !== "/bare") return listener(request, response);
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const call = JSON.parse(Buffer.concat(parts).toString("utf8")) as ToolCall;
  response.setHeader("content-type", "application/json");
  response.end(await answerPlainly(plainPool, request.headers.authorization ?? null, call));
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
