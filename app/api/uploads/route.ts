import { createImportUpload } from "@/lib/operations/imports/create-import-upload";
import { receiveUpload } from "@/lib/surfaces/http/receive-upload";
import { answering } from "@/lib/surfaces/portal/api";
import { call, caught } from "@/lib/surfaces/portal/call";
import { postedFile } from "@/lib/surfaces/portal/upload-form";

export const dynamic = "force-dynamic";

const PAGE = "/customers/import";
const LABEL = 200;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A file's name as a label: one line, nothing invisible. */
function labelOf(name: string): string | undefined {
  return (
    name
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")
      .trim()
      .slice(-LABEL) || undefined
  );
}

const to = (query: Record<string, string>) =>
  new Response(null, { status: 303, headers: { location: `${PAGE}?${new URLSearchParams(query)}` } });

/** Takes the file of the import page's form; works as a plain form, so the answer is the page to see next. */
export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const file = await caught(async () => ({ data: await postedFile(request), summary: "", renderType: "text" }));
    if (!file.ok) return to({ problem: "maxBytes" in (file.error.details ?? {}) ? "too_large" : "no_file" });
    const { name, bytes } = file.answer.data;
    const { data } = await call(createImportUpload, { label: labelOf(name) });
    const token = data.url.slice(data.url.lastIndexOf("/") + 1);
    const taken = await caught(async () => {
      return { data: await receiveUpload(request, token, once(bytes)), summary: "", renderType: "text" };
    });
    if (!taken.ok && taken.error.kind === "unavailable") return to({ problem: "busy" });
    return to({ upload: data.uploadId });
  });
}
