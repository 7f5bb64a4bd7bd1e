import { createHash, randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { onInterrupt } from "../interrupt.ts";
import { type JsonObject, text } from "../json.ts";
import { withSpinner } from "../progress.ts";
import { cell } from "../table.ts";
import { VERSION } from "../version.ts";
import { keepKey, type LoginOptions } from "./login.ts";
import { bodyOf, protocolError, sendPairing } from "./pairing-http.ts";

const SECRET_BYTES = 32;
const DEFAULT_INTERVAL_SECONDS = 2;
const LONGEST_INTERVAL_SECONDS = 60;

interface Pairing {
  /** Path of the pairing on the server. */
  path: string;
  secret: string;
  intervalSeconds: number;
  expiresAt: number;
}

/** Gets a key through the browser: shows a code, waits until the owner approved it there. The protocol: docs/pairing.md */
export async function loginWeb(context: Context, options: LoginOptions): Promise<void> {
  const endpoint = (await context.settings()).url.value;
  const pairing = await start(context, endpoint, options);
  onInterrupt(() => sendPairing(endpoint, `${pairing.path}/cancel`, { pollSecret: pairing.secret }, 2000));
  const approved = await withSpinner("Waiting for the approval …", () => wait(endpoint, pairing));
  onInterrupt(undefined);
  const { apiKey, status: _, ...rest } = approved;
  if (typeof apiKey !== "string") throw protocolError("an approval without a key");
  context.out.hide(apiKey);
  await keepKey(context, apiKey, rest);
}

async function start({ out }: Context, endpoint: string, options: LoginOptions): Promise<Pairing> {
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const pollChallenge = createHash("sha256").update(secret).digest("base64url");
  const scopes = options.scopes
    ?.split(",")
    .map((scope) => scope.trim())
    .filter(Boolean);
  const deviceName = options.deviceName ?? `favcrm ${VERSION} on ${process.platform}`;
  const made = bodyOf(
    await sendPairing(endpoint, "/api/pairings", { deviceName, pollChallenge, ...(scopes ? { scopes } : {}) }),
  );
  const [id, userCode, link] = [text(made, "pairingId"), text(made, "userCode"), text(made, "verificationUrl")];
  if (!id || !userCode || !link || !/^https?:\/\//.test(link))
    throw protocolError("a pairing without id, code or link");
  out.note(`Open  ${out.paint("cyan", cell(link), process.stderr)}`);
  out.note(`Type  ${out.paint("bold", cell(userCode), process.stderr)}`);
  out.note("Approve only if the page shows this program. Ctrl-C gives up.");
  const path = `/api/pairings/${encodeURIComponent(id)}`;
  return {
    path,
    secret,
    intervalSeconds: intervalIn(made, DEFAULT_INTERVAL_SECONDS),
    expiresAt: Date.parse(text(made, "expiresAt") ?? ""),
  };
}

const ENDINGS: Record<string, [message: string, hint: string]> = {
  refused: ["The request was refused in the browser.", "Start again with `favcrm login --web` if that was a mistake."],
  expired: ["Nobody approved within the time.", "Start again with `favcrm login --web`."],
  delivered: [
    "The key was handed out, but its answer got lost.",
    "Start again, and revoke the unused key in Settings → MCP Keys.",
  ],
};

/** Polls until the owner decided. Returns the approval with the key. */
async function wait(endpoint: string, pairing: Pairing): Promise<JsonObject> {
  for (let intervalSeconds = pairing.intervalSeconds; ; ) {
    await new Promise((resolve) => setTimeout(resolve, intervalSeconds * 1000));
    const state = await poll(endpoint, pairing, intervalSeconds);
    if (state.status === "approved") return state;
    const ending = ENDINGS[String(state.status)];
    if (ending) throw new CliError({ code: `pairing_${state.status}`, message: ending[0], hint: ending[1] });
    if (state.status !== "pending") throw protocolError("an unknown state");
    intervalSeconds = intervalIn(state, intervalSeconds);
  }
}

/** One poll. A short outage is waited out, since asking again changes nothing. */
async function poll(endpoint: string, pairing: Pairing, intervalSeconds: number): Promise<JsonObject> {
  try {
    const answer = await sendPairing(endpoint, `${pairing.path}/poll`, { pollSecret: pairing.secret });
    if (answer.status === 429)
      return { status: "pending", intervalSeconds: Number(answer.headers["retry-after"]) || intervalSeconds + 5 };
    if (answer.status < 500) return bodyOf(answer);
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== "unreachable") throw error;
  }
  // This machine's clock may be off, so it only ends a wait that the server cannot end.
  return Date.now() > pairing.expiresAt ? { status: "expired" } : { status: "pending", intervalSeconds };
}

function intervalIn(state: JsonObject, fallback: number): number {
  const seconds = Number(state.intervalSeconds);
  return seconds > 0 ? Math.min(seconds, LONGEST_INTERVAL_SECONDS) : fallback;
}
