// The product's endpoint with a synthetic registry, to see what the number of tools costs a call.
// usage: node many-tools.mjs '{"databaseUrl":…,"tools":200}'; prints its port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { amendEnvironment } from "@/lib/env";
import { operations } from "@/lib/operations";
import { listServices } from "@/lib/operations/services/list-services";
import { singleton } from "@/lib/singleton";
import { Traffic } from "@/lib/surfaces/http/drain";
import { Health } from "@/lib/surfaces/http/health";
import { createListener } from "@/lib/surfaces/http/listener";
import { handleMcp } from "@/lib/surfaces/mcp/handler";
import { stock } from "@/lib/surfaces/mcp/tools";

const { databaseUrl = "", tools = 20 } = JSON.parse(process.argv[2] ?? "{}") as {
  databaseUrl?: string;
  tools?: number;
};
amendEnvironment({ databaseUrl, databaseDirectUrl: databaseUrl, logLevel: "silent" });

// list_services comes last: a search from the front would show.
const others = operations.filter(({ name }) => name !== "list_services").slice(0, tools - 1);
const copies = Array.from({ length: tools - 1 - others.length }, (_, index) => ({
  ...listServices,
  name: `list_services_${index}`,
}));
singleton("tool-shelf", () => stock([...others, ...copies, listServices]));

const vitals = { started: true, draining: false, worker: () => true };
const pages = async () => {
  throw new Error("There are no pages here");
};
const server = createServer(
  createListener({ vitals, traffic: new Traffic(), health: new Health(vitals), pages, mcp: handleMcp }),
);
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
