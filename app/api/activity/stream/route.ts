import { originOf } from "@/lib/auth/authenticate";
import { authenticateSession } from "@/lib/auth/sessions";
import { OperationError } from "@/lib/kernel/errors";
import { activityStream, mayHearNews } from "@/lib/surfaces/portal/activity-stream";
import { answerError, answering } from "@/lib/surfaces/portal/api";
import { readSessionCookie } from "@/lib/surfaces/portal/cookie";

/** Live news of the organisation that this browser shows, as server-sent events. */
export async function GET(request: Request): Promise<Response> {
  const token = await readSessionCookie();
  const origin = originOf(request, "portal");
  const caller = () => authenticateSession(origin, token);
  const { workspace, userId, scopes } = await caller();
  if (!userId) return answerError(new OperationError("unauthenticated"));
  if (!workspace || !mayHearNews({ scopes })) return answerError(new OperationError("forbidden"));
  const { organisationId } = workspace;
  return answering(
    async () =>
      new Response(activityStream({ organisationId, userId, caller, signal: request.signal }), {
        headers: {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store, no-transform",
          "x-accel-buffering": "no",
        },
      }),
  );
}
