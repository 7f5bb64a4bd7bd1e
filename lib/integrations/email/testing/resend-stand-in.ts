import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How the stand-in meets one request; after the listed ones it accepts. */
export type Manner =
  | "accept"
  | "accept_slowly"
  | "accept_then_hang"
  | "hang"
  | "rate_limited"
  | "broken"
  | "bad_key"
  | "bad_recipient";

export interface ResendStandIn {
  url: string;
  /** Every request as it came. */
  requests: { idempotencyKey: string; authorization: string; body: Record<string, unknown> }[];
  /** What a mailbox would have received: one mail for each idempotency key. */
  delivered: Map<string, Record<string, unknown>>;
  /** Manners of the next requests, in order. */
  plan(...manners: Manner[]): void;
  /** Forgets everything, plans too. */
  reset(): void;
  stop(): Promise<void>;
}

const ANSWERS: Record<string, [number, string, string]> = {
  rate_limited: [429, "rate_limit_exceeded", "Too many requests"],
  broken: [500, "internal_server_error", "Something broke"],
  bad_key: [401, "validation_error", "API key is invalid"],
  bad_recipient: [422, "validation_error", "Invalid `to` field"],
};

/** Speaks the part of Resend's HTTP API that the real package uses, idempotency included, on loopback. */
export async function startResendStandIn(): Promise<ResendStandIn> {
  const planned: Manner[] = [];
  const requests: ResendStandIn["requests"] = [];
  const delivered: ResendStandIn["delivered"] = new Map();
  const server = createServer(async (request, response) => {
    const body = await readJson(request);
    const idempotencyKey = String(request.headers["idempotency-key"] ?? "");
    requests.push({ idempotencyKey, authorization: String(request.headers.authorization), body });
    const manner = planned.shift() ?? "accept";
    response.setHeader("content-type", "application/json");
    if (manner === "hang") return;
    const refusal = ANSWERS[manner];
    if (refusal) {
      const [status, name, message] = refusal;
      return void response
        .writeHead(status, { "retry-after": "1" })
        .end(JSON.stringify({ statusCode: status, name, message }));
    }
    if (!delivered.has(idempotencyKey)) delivered.set(idempotencyKey, body);
    if (manner === "accept_slowly") await sleep(500);
    if (manner === "accept_then_hang") await sleep(60_000, undefined, { ref: false });
    response.end(JSON.stringify({ id: `provider-${idempotencyKey}` }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    delivered,
    plan: (...manners) => void planned.push(...manners),
    reset() {
      planned.length = 0;
      requests.length = 0;
      delivered.clear();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readJson(request: AsyncIterable<Buffer>): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString() || "{}") as Record<string, unknown>;
}
