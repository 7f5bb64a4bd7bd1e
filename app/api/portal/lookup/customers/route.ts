import { answering, answerJson } from "@/lib/surfaces/portal/api";
import { customerChoices } from "@/lib/surfaces/portal/customer-lookup";

export const dynamic = "force-dynamic";

/** Suggestions while somebody types a customer's name, for the person who is signed in. */
export async function GET(request: Request): Promise<Response> {
  const search = new URL(request.url).searchParams.get("search")?.trim() ?? "";
  return answering(async () => answerJson({ items: search ? await customerChoices(search) : [] }));
}
