import { cancelPairing } from "@/lib/operations/pairing/cancel-pairing";
import { answering } from "@/lib/surfaces/portal/api";
import { programCall } from "@/lib/surfaces/portal/program";

type Context = { params: Promise<{ id: string }> };

/** Ends a pairing that nobody has decided. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const { run } = await programCall(request);
    await run(cancelPairing, { pairingId: (await params).id });
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  });
}
