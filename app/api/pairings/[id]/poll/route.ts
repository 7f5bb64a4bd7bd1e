import { checkPairing } from "@/lib/operations/pairing/check-pairing";
import { collectPairedKey } from "@/lib/operations/pairing/collect-paired-key";
import { answering, answerJson } from "@/lib/surfaces/portal/api";
import { programCall } from "@/lib/surfaces/portal/program";

type Context = { params: Promise<{ id: string }> };

/** Tells a waiting program where its pairing stands; the first poll after the approval gets the key. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const { run } = await programCall(request);
    const pairing = { pairingId: (await params).id };
    const state = await run(checkPairing, pairing);
    return answerJson(state.status === "approved" ? await run(collectPairedKey, pairing) : state);
  });
}
