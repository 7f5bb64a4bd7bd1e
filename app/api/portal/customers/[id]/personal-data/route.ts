import { exportPersonalData } from "@/lib/operations/personal-data/export-personal-data";
import { answering, attachment } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

/** Everything that is kept about one customer, as a JSON file. */
export function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answering(async () => {
    const { id } = await params;
    const { data } = await call(exportPersonalData, { accountId: id });
    const headers = attachment("application/json; charset=utf-8", "favcrm-personal-data.json");
    return new Response(JSON.stringify(data, null, 2), { headers });
  });
}
