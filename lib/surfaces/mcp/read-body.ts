import "server-only";
import { readyBody } from "../http/ready-body";

export const MAX_BODY_BYTES = 1_048_576;
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 20_000;

/** Why a body is refused: an HTTP status with a JSON-RPC code and a message that says what to change. */
export interface BodyProblem {
  status: number;
  code: number;
  message: string;
}

export type Body = { json: unknown } | { problem: BodyProblem };

const problem = (status: number, code: number, message: string): Body => ({ problem: { status, code, message } });

/** Reads a JSON body of at most 1 MB, 64 levels and 20,000 values, in valid UTF-8 and without a repeated key. */
export async function readJsonBody(request: Request): Promise<Body> {
  const bytes = await readBytes(request);
  if (bytes === "too large") return problem(413, -32000, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return problem(400, -32700, "The body is not valid UTF-8.");
  }
  const refusal = inspect(text);
  if (refusal) return problem(400, -32600, refusal);
  try {
    return { json: JSON.parse(text) };
  } catch {
    return problem(400, -32700, "The body is not valid JSON.");
  }
}

async function readBytes(request: Request): Promise<Uint8Array | "too large"> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return "too large";
  const ready = readyBody(request);
  if (ready) return ready.byteLength > MAX_BODY_BYTES ? "too large" : ready;
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return "too large";
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/**
 * Walks the text once, before anything is built from it, and says what is wrong with its shape. Repeated keys are refused
 * because two readers of one body could see two different calls.
 */
function inspect(text: string): string | undefined {
  const keys: (Set<string> | null)[] = [];
  let elements = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') {
      const end = endOfString(text, i);
      const scope = keys.at(-1);
      if (scope && isKey(text, end + 1)) {
        const key = keyAt(text, i, end);
        if (key === "__proto__") return 'The key "__proto__" is not accepted.';
        if (scope.has(key)) return `The key "${key.slice(0, 40)}" is repeated in one object.`;
        scope.add(key);
      }
      i = end;
    } else if (character === "{" || character === "[") {
      keys.push(character === "{" ? new Set() : null);
      if (keys.length > MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels.`;
    } else if (character === "}" || character === "]") {
      keys.pop();
    } else if (character === "," && ++elements > MAX_ELEMENTS) {
      return `The body holds more than ${MAX_ELEMENTS} values.`;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}

/** The key as a parser reads it: `\u0069d` is `id`. What cannot be read is left to the parser to refuse. */
function keyAt(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end);
  if (!written.includes("\\")) return written;
  try {
    return JSON.parse(`"${written}"`);
  } catch {
    return written;
  }
}

function isKey(text: string, from: number): boolean {
  let i = from;
  while (text[i] === " " || text[i] === "\n" || text[i] === "\r" || text[i] === "\t") i++;
  return text[i] === ":";
}
