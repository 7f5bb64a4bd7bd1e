import { getLocale, getTranslations } from "next-intl/server";
import { isOperationError } from "@/lib/kernel/errors";
import { previewSegmentCount } from "@/lib/operations/segments/preview-segment-count";
import { answering, answerJson, jsonOf } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

export const dynamic = "force-dynamic";

const BODY_LIMIT = 512 * 1024;

/** `{ criteria }` → how many customers match, in words of the reader's language; for the builder while somebody edits. */
export async function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const { criteria } = await jsonOf(request, BODY_LIMIT);
    const t = await getTranslations("segments");
    try {
      const { data } = await call(previewSegmentCount, { criteria: criteria as Record<string, unknown> | null });
      return answerJson({
        text: t(data.isExact ? "count" : "countOver", { count: data.count }),
        isExact: data.isExact,
      });
    } catch (error) {
      if (!isOperationError(error) || error.kind !== "invalid_input") throw error;
      // While somebody edits, criteria are often not there yet: that is an answer, not a failed request.
      return answerJson({ text: (await getLocale()) === "en" ? error.message : t("cannotCount"), isExact: false });
    }
  });
}
