import { noteReport, type ReportOutcome } from "@/lib/integrations/email/resend-webhook";

export const dynamic = "force-dynamic";

const STATUS: Record<ReportOutcome, number> = { absent: 404, forged: 401, too_early: 503, noted: 204 };

/** Where Resend reports deliveries, delays and bounces; exists only while RESEND_WEBHOOK_SECRET is set. */
export async function POST(request: Request): Promise<Response> {
  const outcome = await noteReport(request.headers, await request.text());
  return new Response(null, { status: STATUS[outcome], headers: { "cache-control": "no-store" } });
}
