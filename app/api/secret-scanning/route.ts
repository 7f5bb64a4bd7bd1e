import { answerLeakReport } from "@/lib/surfaces/http/secret-scanning";
import { answering, answerJson } from "@/lib/surfaces/portal/api";

/** Leak reports of GitHub, in the partner format or as a repository's webhook (docs/leaks). */
export function POST(request: Request): Promise<Response> {
  return answering(async () => answerJson(await answerLeakReport(request)));
}
