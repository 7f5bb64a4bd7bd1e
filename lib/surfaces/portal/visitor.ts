import "server-only";
import { currentCaller } from "./session";

/** Whether somebody is signed in, for pages that work just as well without; also while the database is away. */
export async function isSignedIn(): Promise<boolean> {
  const caller = await currentCaller().catch(() => undefined);
  return Boolean(caller?.userId);
}
