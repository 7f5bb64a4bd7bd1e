import { timeoutMs } from "../context.ts";
import { CliError } from "../errors.ts";
import { type Answer, NoAnswer, post } from "../http.ts";
import { isObject, type JsonObject, text } from "../json.ts";
import { VERSION } from "../version.ts";

/** Posts to a path of the server that the endpoint belongs to. Throws `unreachable` when nobody answers. */
export async function sendPairing(
  endpoint: string,
  path: string,
  body: JsonObject,
  limitMs = timeoutMs(),
): Promise<Answer> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "user-agent": `favcrm-cli/${VERSION}`,
  };
  try {
    return await post({ url: new URL(path, endpoint), headers, body: JSON.stringify(body), timeoutMs: limitMs });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const message = `No answer from ${new URL(endpoint).origin}: ${error.message}.`;
    throw new CliError({
      code: "unreachable",
      message,
      hint: "Is the server running (`npm start`)? Another address: --url or FAVCRM_MCP_URL.",
    });
  }
}

/** The JSON of an answer. Throws the server's own error, or that it knows no pairing. */
export function bodyOf(answer: Answer): JsonObject {
  const parsed = parsedObject(answer.body);
  const error = isObject(parsed?.error) ? parsed.error : undefined;
  if (error) {
    const hint = text(error, "hint");
    throw new CliError({
      code: text(error, "code") ?? "failed",
      message: text(error, "message") ?? "The server refused.",
      ...(hint ? { hint } : {}),
    });
  }
  if (!parsed || answer.status >= 300) {
    const message = `The server cannot pair through the browser (HTTP ${answer.status}).`;
    throw new CliError({
      code: "pairing_unavailable",
      message,
      hint: "Make a key in the portal (Settings → MCP Keys), then `favcrm login`.",
    });
  }
  return parsed;
}

function parsedObject(body: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The server broke the protocol of docs/pairing.md. */
export function protocolError(what: string): CliError {
  return new CliError({
    code: "pairing_unavailable",
    message: `The server answered ${what}.`,
    hint: "Check the address (--url) and the server's version.",
  });
}
