// Bare node:http: the limit of what this runtime can do with the same SQL and the same bytes.
// usage: node bare.mjs '{"databaseUrl":…,"constantFile":…}'; prints its port.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { listServicesPlainly, openPlainPool } from "./plain-sql";

const { databaseUrl, constantFile } = JSON.parse(process.argv[2] ?? "{}") as Record<string, string>;
const pool = openPlainPool(databaseUrl ?? "");
const constant = readFileSync(constantFile ?? "", "utf8");

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

const server = createServer(async (request, response) => {
  const { id } = JSON.parse(await bodyOf(request)) as { id: unknown };
  const isList = request.url === "/list-services";
  const answer = isList ? await listServicesPlainly(pool, request.headers.authorization ?? null, id) : constant;
  response.setHeader("content-type", "application/json");
  response.end(answer);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
