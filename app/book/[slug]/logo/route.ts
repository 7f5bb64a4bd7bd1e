import { readPublicLogo } from "@/lib/operations/public-booking/read-public-logo";
import { answering } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

/** The logo of the business behind a booking page. Its type is one of three, told by its bytes when it was stored. */
export function GET(_request: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  return answering(async () => {
    const { data } = await call(readPublicLogo, { slug: (await params).slug });
    return new Response(new Uint8Array(Buffer.from(data.logo, "base64")), {
      headers: {
        "content-type": data.type,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "public, max-age=3600",
        "cross-origin-resource-policy": "same-origin",
      },
    });
  });
}
