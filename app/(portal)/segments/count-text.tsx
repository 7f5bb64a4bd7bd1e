import { getTranslations } from "next-intl/server";
import { getSegment } from "@/lib/operations/segments/get-segment";
import { view } from "@/lib/surfaces/portal/view";

/** How many customers belong to a segment now; says so when there are more than are counted. */
export async function CountText({ segmentId }: { segmentId: string }) {
  const [t, { data }] = await Promise.all([getTranslations("segments"), view(getSegment, { segmentId })]);
  const { count, isExact } = data.members;
  return t(isExact ? "number" : "numberOver", { count });
}
