import "server-only";
import { cookies } from "next/headers";
import { SESSION_MAX_AGE_SECONDS } from "@/lib/auth/sessions";
import { env } from "@/lib/env";

const isSecure = () => env().appUrl.startsWith("https:");

/** `__Host-` pins the cookie to this host over https; browsers refuse the prefix on plain http://localhost. */
export function sessionCookieName(): string {
  return isSecure() ? "__Host-favcrm" : "favcrm";
}

const attributes = () => ({ httpOnly: true, secure: isSecure(), sameSite: "lax", path: "/" }) as const;

/** The token that this browser sent, if any. */
export async function readSessionCookie(): Promise<string | undefined> {
  return (await cookies()).get(sessionCookieName())?.value;
}

/** Signs this browser in. Only in server actions and route handlers. */
export async function setSessionCookie(token: string): Promise<void> {
  (await cookies()).set(sessionCookieName(), token, { ...attributes(), maxAge: SESSION_MAX_AGE_SECONDS });
}

/** Makes this browser forget its session. Only in server actions and route handlers. */
export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...attributes(), maxAge: 0 });
}
