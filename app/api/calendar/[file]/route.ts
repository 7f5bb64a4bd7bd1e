import { OperationError } from "@/lib/kernel/errors";
import { readStaffCalendar } from "@/lib/operations/staff/read-staff-calendar";
import { answering } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

/** A person's calendar for the programs that subscribe to its secret address. */
export function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  return answering(async () => {
    const [token = "", rest] = (await params).file.split(/\.ics$/);
    if (rest !== "") throw new OperationError("not_found");
    const { data } = await call(readStaffCalendar, { token });
    return new Response(data.text, {
      headers: {
        "content-type": "text/calendar; charset=utf-8",
        "cache-control": "private, no-cache",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
      },
    });
  });
}
