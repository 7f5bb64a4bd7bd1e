import {
  resultOf,
  retryAfterMs,
  type Target,
  type Tool,
  type ToolAnswer,
  toolAnswer,
  toolFailure,
  unreachable,
} from "./answers.ts";
import { type Answer, NoAnswer, post } from "./http.ts";
import { isObject, type JsonObject, text } from "./json.ts";

/** What a call does; only `read` is repeated by itself after a failure. */
export type Effect = "read" | "write" | "destructive";

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 20_000;
const TRY_AGAIN = new Set([429, 502, 503, 504]);

/** A plain client of the endpoint: one POST for each call, no session, no handshake. */
export class Client {
  private nextId = 1;

  constructor(readonly target: Target) {}

  /**
   * Calls a tool. Reads are repeated on 429, 503 and broken connections; writes never.
   * @throws CliError with the tool's own code, message, hint and details, or what went wrong on the way
   */
  async call(name: string, args: JsonObject, options: { effect: Effect; withKey?: boolean }): Promise<ToolAnswer> {
    const result = await this.request("tools/call", { name, arguments: args }, options);
    if (isObject(result) && result.isError === true) throw toolFailure(result);
    return toolAnswer(result);
  }

  async listTools(options: { withKey?: boolean } = {}): Promise<Tool[]> {
    const result = await this.request("tools/list", {}, { effect: "read", ...options });
    const tools = isObject(result) && Array.isArray(result.tools) ? result.tools : [];
    return tools.filter((tool): tool is Tool => text(tool, "name") !== undefined);
  }

  /** One JSON-RPC request; the result as it came. */
  async request(method: string, params: JsonObject, options: { effect: Effect; withKey?: boolean }): Promise<unknown> {
    return (await this.exchange(method, params, options)).result;
  }

  /** The same, with the HTTP answer beside it. */
  async exchange(method: string, params: JsonObject, options: { effect: Effect; withKey?: boolean }) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: this.nextId++, method, params });
    const answer = await this.send(body, options.effect === "read" ? ATTEMPTS : 1, options.withKey ?? true);
    return { result: resultOf(answer, this.target), answer };
  }

  private async send(body: string, attempts: number, withKey: boolean): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const pauseMs = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
      try {
        const answer = await post({
          url: new URL(this.target.url),
          headers: this.headers(withKey),
          body,
          timeoutMs: this.target.timeoutMs,
        });
        const wait = TRY_AGAIN.has(answer.status) ? Math.max(pauseMs, retryAfterMs(answer) ?? 0) : undefined;
        if (wait === undefined || attempt >= attempts || wait > LONGEST_PAUSE_MS) return answer;
        await pause(wait);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        if (attempt >= attempts || error.reason === "timeout" || error.reason === "dns")
          throw unreachable(error, this.target, attempts > 1);
        await pause(pauseMs);
      }
    }
  }

  private headers(withKey: boolean): Record<string, string> {
    const { key, company, version } = this.target;
    return {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "user-agent": `favcrm-cli/${version} node/${process.versions.node} ${process.platform}`,
      ...(key && withKey ? { authorization: `Bearer ${key}` } : {}),
      ...(company ? { "x-company-id": company } : {}),
    };
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
