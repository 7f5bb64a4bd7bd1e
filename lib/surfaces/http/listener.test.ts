import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { Traffic } from "./drain";
import type { Health } from "./health";
import { createListener } from "./listener";

const ignore = () => {};

/** Listens as a reader of a body does that ends while its client leaves: after node asked who listens, before node reports. */
function listenTooShort(request: IncomingMessage): void {
  request.on("error", ignore);
  request.once("aborted", () => process.nextTick(() => process.nextTick(() => request.off("error", ignore))));
}

it("a client that leaves in the middle of its body ends no process, whoever stopped reading at that moment", async () => {
  let arrived: (request: IncomingMessage) => void = ignore;
  const seen = new Promise<IncomingMessage>((resolve) => {
    arrived = resolve;
  });
  const listener = createListener({
    vitals: { started: true, draining: false },
    traffic: new Traffic(),
    health: { answer: async () => false } as unknown as Health,
    pages: async (request) => {
      listenTooShort(request);
      arrived(request);
    },
    mcp: undefined,
  });
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const uncaught: unknown[] = [];
  const keep = (error: unknown) => uncaught.push(error);
  const others = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException").on("uncaughtException", keep);
  try {
    const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
    client.write("POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
    const request = await seen;
    client.destroy();
    await new Promise((resolve) => request.once("close", resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(uncaught).toEqual([]);
  } finally {
    process.off("uncaughtException", keep);
    for (const other of others) process.on("uncaughtException", other);
    server.close();
  }
});
