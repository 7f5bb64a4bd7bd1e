// Bare node:http: the limit of what this runtime can do with the same SQL and the same bytes.
// usage: node bare.mjs '{"databaseUrl":…,"constantFile":…}'; prints its port.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerPlainly, type ToolCall } from "./plain/endpoint";
import { openPlainPool } from "./plain/key";
import { servicesPage, sessionIn } from "./plain/services-page";

const { databaseUrl, constantFile } = JSON.parse(process.argv[2] ?? "{}") as Record<string, string>;
const pool = openPlainPool(databaseUrl ?? "");
const constant = readFileSync(constantFile ?? "", "utf8");

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

async function page(request: IncomingMessage): Promise<string> {
  const { name, rows } = await servicesPage(pool, sessionIn(request.headers.cookie));
  const lines = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<!doctype html><html lang="en"><body><h1>Services of ${name}</h1><table>${lines.join("")}</table></body></html>`;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("content-type", request.url === "/services" ? "text/html" : "application/json");
  if (request.url === "/services") return void response.end(await page(request));
  const call = JSON.parse(await bodyOf(request)) as ToolCall;
  if (request.url === "/constant") return void response.end(constant);
  response.end(await answerPlainly(pool, request.headers.authorization ?? null, call));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
