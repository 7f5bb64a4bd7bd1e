import { execute } from "@/lib/kernel/execute";
import { collectPairedKey } from "@/lib/operations/pairing/collect-paired-key";
import { pollPairing } from "@/lib/operations/pairing/poll-pairing";
import { answering, answerJson } from "@/lib/surfaces/portal/api";
import { programCall } from "@/lib/surfaces/portal/program";

type Context = { params: Promise<{ id: string }> };

/** Tells a waiting program where its pairing stands; the first poll after the approval gets the key. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answering(async () => {
    const { caller, body } = await programCall(request);
    const input = { ...body, pairingId: (await params).id };
    const { data } = await execute(pollPairing, caller, input);
    if (data.status !== "approved") return answerJson(data);
    return answerJson((await execute(collectPairedKey, caller, input)).data);
  });
}
