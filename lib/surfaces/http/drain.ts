import "server-only";
import type { Server, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether the answer is a stream of events, as far as its headers say yet. */
export function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader("content-type") ?? "").startsWith("text/event-stream");
}

/** Keeps count of the answers under way, so that the server can finish them before it goes. */
export class Traffic {
  private readonly underWay = new Set<ServerResponse>();
  private draining = false;

  /** Remembers `response` until it is closed. */
  follow(response: ServerResponse): void {
    this.underWay.add(response);
    response.once("close", () => this.underWay.delete(response));
    // A stream that we end while its source still writes reports that here; nobody needs to know.
    response.on("error", () => {});
    if (this.draining) response.setHeader("Connection", "close");
  }

  /** Answers that have not ended. */
  get size(): number {
    return this.underWay.size;
  }

  /** Those of them that stay open until somebody leaves. */
  eventStreams(): ServerResponse[] {
    return [...this.underWay].filter(isEventStream);
  }

  /** Stops accepting, ends event streams, lets running requests finish for `patienceMs`, then cuts off what is left. */
  async drain(server: Server, patienceMs: number): Promise<void> {
    this.draining = true;
    server.close();
    server.closeIdleConnections();
    for (const response of this.underWay) if (!response.headersSent) response.setHeader("Connection", "close");
    const deadline = Date.now() + patienceMs;
    while (this.underWay.size > 0 && Date.now() < deadline) {
      for (const stream of this.eventStreams()) stream.end();
      await sleep(20);
    }
    server.closeAllConnections();
  }
}
