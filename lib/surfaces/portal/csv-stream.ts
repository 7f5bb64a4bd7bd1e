import "server-only";
import type { z } from "zod";
import { execute } from "@/lib/kernel/execute";
import type { InputSchema, Operation, OutputSchema } from "@/lib/kernel/operation";
import { attachment } from "./api";
import { currentCaller } from "./session";

/** An operation that gives a list as CSV, page by page. */
type CsvOperation<I extends InputSchema> = Operation<
  I,
  OutputSchema & z.ZodType<{ csv: string; nextCursor?: string | undefined }>
>;

/**
 * Every page of a CSV operation as one file, written while it is downloaded. A refusal of the first page is thrown before the
 * first byte; a failure later breaks the download off.
 */
export async function csvDownload<I extends InputSchema>(
  operation: CsvOperation<I>,
  input: z.input<I>,
  fileName: string,
): Promise<Response> {
  const caller = await currentCaller();
  const pageAt = async (cursor?: string) =>
    (await execute(operation, caller, { ...input, ...(cursor ? { cursor } : {}) })).data;
  let page: { csv: string; nextCursor?: string | undefined } | undefined = await pageAt();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!page) return controller.close();
      controller.enqueue(encoder.encode(page.csv));
      page = page.nextCursor ? await pageAt(page.nextCursor) : undefined;
    },
  });
  return new Response(body, { headers: attachment("text/csv; charset=utf-8", fileName) });
}
