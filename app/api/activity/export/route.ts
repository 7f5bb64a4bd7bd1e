import { exportActivityCsv } from "@/lib/operations/activity/export-activity-csv";
import { answering, attachment, queryOf } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

/** The activity that fits the query's filters, as a CSV file. */
export function GET(request: Request): Promise<Response> {
  return answering(async () => {
    const { data } = await call(exportActivityCsv, queryOf(request));
    const answer = new Response(data.csv, { headers: attachment("text/csv; charset=utf-8", "favcrm-activity.csv") });
    if (data.nextCursor) answer.headers.set("x-next-cursor", data.nextCursor);
    return answer;
  });
}
