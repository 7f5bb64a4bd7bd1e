import { constant } from "../../settings";

export const dynamic = "force-dynamic";

let body: string | undefined;

/** The floor of tools/list: Next answers a constant of the same bytes. */
export async function POST(request: Request): Promise<Response> {
  await request.json();
  body ??= constant();
  return new Response(body, { headers: { "content-type": "application/json" } });
}
