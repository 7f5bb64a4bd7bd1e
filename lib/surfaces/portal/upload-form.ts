import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OperationError } from "@/lib/kernel/errors";
import { MOST_FILE_BYTES } from "@/lib/operations/imports/upload";
import { tooLarge } from "@/lib/surfaces/http/receive-upload";

export interface PostedFile {
  name: string;
  bytes: Buffer;
}

/** The file of a posted form, read as it arrives; what is too large is not kept. Throws invalid_input. */
export async function postedFile(request: Request): Promise<PostedFile> {
  const { default: Busboy } = await import("@fastify/busboy");
  const contentType = request.headers.get("content-type") ?? "";
  if (!request.body || !contentType.startsWith("multipart/form-data")) throw missing();
  const form = Busboy({ headers: { "content-type": contentType }, limits: { files: 1, fileSize: MOST_FILE_BYTES } });
  const chunks: Buffer[] = [];
  const found = { name: "", isTooLarge: false };
  form.on("file", (_field, stream, name) => {
    found.name = name;
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("limit", () => {
      found.isTooLarge = true;
      chunks.length = 0;
    });
  });
  await pipeline(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]), form);
  if (found.isTooLarge) throw tooLarge();
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw missing();
  return { name: found.name, bytes };
}

function missing(): OperationError {
  return new OperationError("invalid_input", {
    message: "No file was sent.",
    hint: "Choose a CSV or .xlsx file and send the form again.",
    details: { field: "file" },
  });
}
