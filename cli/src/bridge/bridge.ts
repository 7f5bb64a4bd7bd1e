import { messageIn, retryAfterMs } from "../answers.ts";
import { type Context, timeoutMs } from "../context.ts";
import { CliError } from "../errors.ts";
import { type Answer, NoAnswer, post } from "../http.ts";
import { isObject, type JsonObject, text } from "../json.ts";
import { maskKeysIn } from "../keys.ts";
import { headersFor } from "./headers.ts";
import { withoutKey } from "./keep.ts";

type Id = string | number | null;

const ATTEMPTS = 3;
const PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 10_000;

/** Forwards messages between one MCP client and the endpoint. The key is read anew for every message. */
export class Bridge {
  private readonly running = new Map<Id, AbortController>();

  constructor(
    private readonly context: Context,
    private readonly write: (message: JsonObject) => void,
  ) {}

  /** Handles one message of the client. Never throws: what goes wrong is answered. */
  async handle(message: JsonObject): Promise<void> {
    const id = idOf(message);
    if (message.method === "notifications/cancelled") return this.cancel(message);
    const abort = new AbortController();
    if (id !== undefined) this.running.set(id, abort);
    try {
      const answer = await this.forward(message, abort.signal);
      if (id !== undefined) await this.answer(id, message, answer);
    } catch (error) {
      if (id !== undefined && !abort.signal.aborted) this.fail(id, -32603, this.explain(error));
    } finally {
      if (id !== undefined) this.running.delete(id);
    }
  }

  /** A JSON-RPC error to the client. */
  fail(id: Id, code: number, message: string): void {
    this.write({ jsonrpc: "2.0", id, error: { code, message: maskKeysIn(message) } });
  }

  /** The call is dropped where it stands, and its answer with it. */
  private cancel(message: JsonObject): void {
    const id = isObject(message.params) ? message.params.requestId : undefined;
    if (typeof id === "string" || typeof id === "number") this.running.get(id)?.abort();
  }

  private async forward(message: JsonObject, signal: AbortSignal): Promise<Answer> {
    this.context.reload();
    const { url, key, company } = await this.context.settings();
    const body = JSON.stringify(message);
    const send = (withKey: boolean) => {
      const headers = headersFor(message, withKey ? key?.value : undefined, company);
      return post({ url: new URL(url.value), headers, body, timeoutMs: timeoutMs(), signal });
    };
    const answer = await this.patiently(message, () => send(needsKey(message)));
    // A key that died must not hide the tools with which a new one is made.
    if (answer.status === 401 && isPublicMethod(message)) return send(false);
    return answer;
  }

  /** Repeats what changes nothing after a broken connection, 429 or 503. */
  private async patiently(message: JsonObject, send: () => Promise<Answer>): Promise<Answer> {
    const attempts = message.method === "tools/call" ? 1 : ATTEMPTS;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await send();
        const waitMs = Math.max(PAUSE_MS * attempt, retryAfterMs(answer) ?? 0);
        if (attempt >= attempts || waitMs > LONGEST_PAUSE_MS || ![429, 503].includes(answer.status)) return answer;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      } catch (error) {
        if (
          attempt >= attempts ||
          !(error instanceof NoAnswer) ||
          error.reason === "aborted" ||
          error.reason === "timeout"
        )
          throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
      }
    }
  }

  private async answer(id: Id, message: JsonObject, answer: Answer): Promise<void> {
    const reply = messageIn(answer);
    if (!reply) return this.fail(id, answer.status === 401 ? -32001 : -32603, withoutReply(answer));
    const { url } = await this.context.settings();
    const safe = await withoutKey(message, { ...reply, id }, url.value, this.context);
    this.write(safe);
  }

  private explain(error: unknown): string {
    if (error instanceof CliError) return [error.message, error.hint].filter(Boolean).join(" ");
    if (error instanceof NoAnswer)
      return `The FavCRM server does not answer (${error.message}). Ask the user to check that it is running: \`favcrm doctor\`.`;
    return `The bridge failed: ${error instanceof Error ? error.message : "unknown error"}`;
  }
}

function idOf(message: JsonObject): Id | undefined {
  const { id, method } = message;
  return typeof method === "string" && (typeof id === "string" || typeof id === "number") ? id : undefined;
}

/** Public tools get no key: they do not need it, and a dead one would stop them. */
const PUBLIC_TOOL = /^(register_organisation_\w+|accept_team_invite_\w+)$/;

function needsKey({ method, params }: JsonObject): boolean {
  return method !== "tools/call" || !PUBLIC_TOOL.test(text(params, "name") ?? "");
}

function isPublicMethod({ method }: JsonObject): boolean {
  return method !== "tools/call";
}

function withoutReply({ status }: Answer): string {
  if (status === 401)
    return "The saved key is refused: unknown, expired or revoked. Sign up again with register_organisation_request, or ask the user to run `favcrm login`.";
  return `The server answered HTTP ${status} without a message. Ask the user to run \`favcrm doctor\`.`;
}
