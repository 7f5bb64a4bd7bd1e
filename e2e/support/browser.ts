import { authenticateSession, createSession } from "@/lib/auth/sessions";
import { systemDb } from "@/lib/db/client";
import type { Caller } from "@/lib/kernel/context";
import { OperationError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { randomAddress, type TestWorkspace } from "./workspace";

const portal = () => ({
  requestId: newId("evt"),
  surface: "portal" as const,
  ip: randomAddress(),
  client: "Test browser",
});

/** Who the server takes a browser with this cookie for, asked anew as for every page. */
export function browserWith(token: string | undefined): Promise<Caller> {
  return authenticateSession(portal(), token);
}

/** A browser in which the owner of a workspace (or another member) is signed in. */
export async function signedInBrowser(
  workspace: Pick<TestWorkspace, "organisationId" | "companyId" | "userId">,
  userId = workspace.userId,
) {
  const { organisationId, companyId } = workspace;
  const session = await createSession(systemDb(), {
    userId,
    organisationId,
    companyId,
    ip: null,
    client: "Test browser",
  });
  return { ...session, caller: () => browserWith(session.token) };
}

/** Marks a session as just confirmed, as a passkey or a mailed code does. */
export async function confirmed(token: string, id: string): Promise<Caller> {
  await systemDb().session.update({ where: { id }, data: { confirmedAt: new Date() } });
  return browserWith(token);
}

/** Adds a person with this role to a workspace. */
export async function addMember(
  workspace: TestWorkspace,
  role: "owner" | "manager" | "staff",
): Promise<{ userId: string; memberId: string; email: string }> {
  const userId = newId("usr");
  const memberId = newId("mem");
  const email = `${userId.toLowerCase()}@example.com`;
  await systemDb().user.create({ data: { id: userId, email } });
  await systemDb().membership.create({
    data: {
      organisationId: workspace.organisationId,
      id: memberId,
      userId,
      role,
      defaultCompanyId: workspace.companyId,
    },
  });
  return { userId, memberId, email };
}

/** The refusal that `work` ends in. Fails when it succeeds or throws anything else. */
export async function refusalOf(work: Promise<unknown>): Promise<OperationError> {
  const error = await work.then(
    () => new Error("was not refused"),
    (reason: unknown) => reason,
  );
  if (error instanceof OperationError) return error;
  throw error;
}
