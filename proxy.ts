import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import type { OperationError } from "@/lib/kernel/errors";

function contentSecurityPolicy(nonce: string, isDevelopment: boolean, frameAncestors: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Development streams styles inline; production loads one stylesheet, so only attributes may carry styles there.
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join("; ");
}

const isChange = ({ method }: NextRequest) => method !== "GET" && method !== "HEAD";

/**
 * A form or action may be posted by our own pages only. A page of ours that sends no referrer has its origin hidden (`null`);
 * then the browser's own Sec-Fetch-Site counts, which no page can set: sandboxed frames, data: pages and redirects through
 * other sites are `cross-site` there, other ports of this machine `same-site`. A browser too old to send it is refused.
 */
function comesFromElsewhere(request: NextRequest, appUrl: string): boolean {
  if (!isChange(request)) return false;
  const origin = request.headers.get("origin");
  if (origin && origin !== "null") return origin !== appUrl;
  return request.headers.get("sec-fetch-site") !== "same-origin";
}

/** Who may show a page in a frame: nobody, but for a booking page the websites that its business named. */
async function frameAncestorsFor(pathname: string): Promise<string> {
  const slug = /^\/book\/([^/]+)/.exec(pathname)?.[1];
  if (!slug) return "'none'";
  // Loaded for these pages alone. A database that is away frames nothing.
  const { frameAncestorsOf } = await import("@/lib/auth/frame-ancestors");
  const origins = await frameAncestorsOf(slug).catch(() => []);
  return origins.length > 0 ? ["'self'", ...origins].join(" ") : "'none'";
}

/** A visitor's look at a booking page, within what one network may do; the refusal when it is too much. */
async function refusedLook(request: NextRequest): Promise<NextResponse | undefined> {
  if (!request.nextUrl.pathname.startsWith("/book/") || !["GET", "HEAD"].includes(request.method)) return undefined;
  const [{ limitVisitorLook }, { clientAddress }] = await Promise.all([
    import("@/lib/auth/limits"),
    import("@/lib/auth/client-address"),
  ]);
  const refusal = await limitVisitorLook(clientAddress(request.headers)).then(
    () => undefined,
    (error: unknown) => error as Partial<OperationError>,
  );
  if (!refusal) return undefined;
  const seconds = Number(refusal.details?.retryAfterSeconds ?? 5);
  const [status, reason] = refusal.kind === "rate_limited" ? [429, "Too many requests."] : [503, "Not available."];
  return new NextResponse(`${reason} Try again in ${seconds} seconds.\n`, {
    status,
    headers: { "retry-after": String(seconds) },
  });
}

/** Gives every page its nonce and refuses cross-site posts. It authorizes nothing: pages and operations do. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { appUrl, nodeEnv } = env();
  if (comesFromElsewhere(request, appUrl)) {
    return new NextResponse("This form was sent from another site. Open the page itself and try again.\n", {
      status: 403,
    });
  }
  const tooMuch = await refusedLook(request);
  if (tooMuch) return tooMuch;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const { pathname, searchParams } = request.nextUrl;
  const policy = contentSecurityPolicy(nonce, nodeEnv === "development", await frameAncestorsFor(pathname));
  const headers = new Headers(request.headers);
  // Next compares origins itself and knows no Sec-Fetch-Site, so it is told what the check above found.
  if (isChange(request)) headers.set("origin", appUrl);
  headers.set("x-nonce", nonce);
  headers.set("x-favcrm-path", pathname);
  // A frame on another site gets no cookies, so a booking page's language travels in its address.
  headers.set("x-favcrm-language", pathname.startsWith("/book/") ? (searchParams.get("lang") ?? "") : "");
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (appUrl.startsWith("https:")) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

export const config = {
  matcher: ["/((?!api/|mcp$|_next/static|_next/image|healthz$|readyz$|\\.well-known/|favicon\\.ico|icon\\.svg).*)"],
};
