import { catalogue } from "@/lib/surfaces/portal/catalogue";

export const dynamic = "force-dynamic";

/** Names and titles of every tool, for the palette. The same list stands in the public documentation. */
export function GET(): Response {
  return Response.json({ tools: catalogue().map(({ name, title }) => ({ name, title })) });
}
