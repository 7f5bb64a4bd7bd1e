import { answering, attachment } from "@/lib/surfaces/portal/api";
import { exportStream } from "@/lib/surfaces/portal/export";
import { currentCaller } from "@/lib/surfaces/portal/session";

/** Everything of the organisation as a zip file; asks for a fresh confirmation. */
export function GET(): Promise<Response> {
  return answering(async () => {
    const stream = await exportStream(await currentCaller());
    return new Response(stream, { headers: attachment("application/zip", "favcrm-export.zip") });
  });
}
