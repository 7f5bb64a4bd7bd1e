import { getOrganisationLogo } from "@/lib/operations/organisation/get-organisation-logo";
import { answering } from "@/lib/surfaces/portal/api";
import { call } from "@/lib/surfaces/portal/call";

/** The logo of the organisation that this browser shows. Its type is one of three, told by its bytes when it was stored. */
export function GET(): Promise<Response> {
  return answering(async () => {
    const { data } = await call(getOrganisationLogo, {});
    return new Response(new Uint8Array(Buffer.from(data.logo, "base64")), {
      headers: {
        "content-type": data.type,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-cache",
        "cross-origin-resource-policy": "same-origin",
      },
    });
  });
}
