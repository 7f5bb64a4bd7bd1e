import "server-only";
import { anonymous, originOf } from "@/lib/auth/authenticate";
import type { Caller } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { execute } from "@/lib/kernel/execute";
import { openImportUpload } from "@/lib/operations/imports/open-import-upload";
import { giveBack, type TakenFile, takeInFile } from "@/lib/operations/imports/take-in-file";
import { MOST_FILE_BYTES } from "@/lib/operations/imports/upload";
import { singleton } from "@/lib/singleton";

/** Files lie in memory while they arrive and are read: this many times the largest. */
const MOST_AT_ONCE = 3;

const slots = () => singleton("uploads-under-way", () => ({ count: 0 }));

/** Does `work` unless too many files are being received already. Throws unavailable. */
async function withSlot<T>(work: () => Promise<T>): Promise<T> {
  const taken = slots();
  if (taken.count >= MOST_AT_ONCE) {
    throw new OperationError("unavailable", {
      message: "Other files are being received just now.",
      hint: "Send the file again in a minute; the link still works.",
      details: { retryAfterSeconds: 30 },
    });
  }
  taken.count++;
  try {
    return await work();
  } finally {
    taken.count--;
  }
}

function sender(request: Request): Caller {
  return {
    ...anonymous(originOf(request, "system")),
    actor: { type: "system", id: null, label: "Upload link" },
  };
}

/**
 * Takes a file in through a link of create_import_upload. `body` yields its bytes; too many of them, a broken connection and
 * an unreadable file leave the link waiting. Throws OperationError.
 */
export function receiveUpload(request: Request, token: string, body: AsyncIterable<Uint8Array>): Promise<TakenFile> {
  return withSlot(async () => {
    const { data: upload } = await execute(openImportUpload, sender(request), { token });
    const chunks = await collect(body).catch(async (error: unknown) => {
      const reason = error instanceof OperationError ? error.message : "The connection broke before the file's end.";
      await giveBack(upload, reason);
      throw error;
    });
    return takeInFile(upload, chunks);
  });
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_FILE_BYTES) throw tooLarge();
    chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  return chunks;
}

/** The refusal of a file that is larger than files may be. */
export function tooLarge(): OperationError {
  return new OperationError("invalid_input", {
    message: `A file may have at most ${MOST_FILE_BYTES / 1024 / 1024} MB.`,
    hint: "Split the list and send the parts one by one.",
    details: { field: "file", maxBytes: MOST_FILE_BYTES },
  });
}
