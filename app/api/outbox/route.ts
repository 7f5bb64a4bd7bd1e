import { peerOf } from "@/lib/auth/client-address";
import { isOutboxOpen, listOutbox } from "@/lib/integrations/email/local-outbox";

export const dynamic = "force-dynamic";

/** `GET /api/outbox?to=ADDRESS&limit=20`: what the local outbox holds, for this machine only. */
export async function GET(request: Request): Promise<Response> {
  const { headers, url } = request;
  if (!isOutboxOpen({ peerAddress: peerOf(headers), host: headers.get("host"), headers })) return answer(404, notFound);
  const { searchParams } = new URL(url);
  const limit = Number(searchParams.get("limit") ?? 20);
  const items = await listOutbox({ to: searchParams.get("to"), limit: Number.isInteger(limit) ? limit : 20 });
  return answer(200, { items });
}

const notFound = { error: { code: "not_found", message: "There is nothing here." } };

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}
