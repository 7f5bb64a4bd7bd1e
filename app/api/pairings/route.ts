import { createPairing } from "@/lib/operations/pairing/create-pairing";
import { answering, answerJson } from "@/lib/surfaces/portal/api";
import { programCall } from "@/lib/surfaces/portal/program";

/** Begins a pairing (docs/pairing.md). */
export function POST(request: Request): Promise<Response> {
  return answering(async () => {
    const { run } = await programCall(request);
    return answerJson(await run(createPairing), 201);
  });
}
