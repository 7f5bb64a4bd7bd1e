import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { originOf } from "@/lib/auth/authenticate";
import { authenticateSession } from "@/lib/auth/sessions";
import { env } from "@/lib/env";
import type { TenantCaller } from "@/lib/kernel/authorize";
import type { Caller } from "@/lib/kernel/context";
import { readSessionCookie } from "./cookie";
import { nextPath } from "./next-path";

/** The headers of the request that is being answered, as an ordinary Headers object. */
export async function requestHeaders(): Promise<Headers> {
  return new Headers(await headers());
}

/** Who looks at this page. Read once a request, from the database each time, so an ended session or a smaller role holds at once. */
export const currentCaller = cache(async (): Promise<Caller> => {
  const request = new Request(env().appUrl, { headers: await requestHeaders() });
  return authenticateSession(originOf(request, "portal"), await readSessionCookie());
});

/** A signed-in person; everybody else is sent to sign in and comes back to `here`. */
export async function signedInCaller(here: string): Promise<Caller & { userId: string }> {
  const caller = await currentCaller();
  const { userId } = caller;
  if (userId === null) redirect(`/sign-in?next=${encodeURIComponent(nextPath(here))}`);
  return { ...caller, userId };
}

/** A signed-in person in a workspace; one who belongs to none (any more) is sent to choose or found one. */
export async function workspaceCaller(here: string): Promise<TenantCaller> {
  const caller = await signedInCaller(here);
  const { workspace, role } = caller;
  if (workspace === null || role === null) redirect("/workspaces");
  return { ...caller, workspace, role };
}
