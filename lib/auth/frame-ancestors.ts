import "server-only";
import { systemRead } from "@/lib/db/client";

const SLUG = /^[a-z0-9-]{3,60}$/;
/** Checked once more where it becomes part of a header. */
const ORIGIN = /^https?:\/\/[a-z0-9.*-]+(:\d{2,5})?$/;

/** The websites that may show a booking page in a frame: what its business named; none for any other address. */
export async function frameAncestorsOf(slug: string): Promise<string[]> {
  if (!SLUG.test(slug)) return [];
  const rows = await systemRead<{ origins: string[] }>(
    "SELECT frame_ancestors AS origins FROM booking_pages WHERE slug = $1 AND is_on",
    [slug],
  );
  return (rows[0]?.origins ?? []).filter((origin) => ORIGIN.test(origin));
}
