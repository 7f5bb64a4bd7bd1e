import type pg from "pg";
import { createBooking } from "./create-booking";
import { createNote } from "./create-note";
import { callerOfKey } from "./key";
import { listServices } from "./list-services";

/** What a hand-written endpoint would do: look the key up, run a tool's statements, answer. No layers at all. */
export const plainTools = { list_services: listServices, create_note: createNote, create_booking: createBooking };

export interface ToolCall {
  id: unknown;
  params: { name: keyof typeof plainTools; arguments: never };
}

/** The whole JSON-RPC answer to a tools/call, with its result twice, as the protocol wants it. */
export async function answerPlainly(pool: pg.Pool, authorization: string | null, { id, params }: ToolCall) {
  const caller = await callerOfKey(pool, authorization);
  const structuredContent = await plainTools[params.name](pool, caller, params.arguments);
  const content = [{ type: "text", text: JSON.stringify(structuredContent) }];
  return JSON.stringify({ jsonrpc: "2.0", id, result: { content, structuredContent } });
}
