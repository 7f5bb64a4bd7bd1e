import { getTranslations } from "next-intl/server";
import { IssuedKeyView } from "@/components/keys/new-key-view";
import type { ViewState } from "@/components/ui/view-form";
import { mcpEndpoint } from "@/lib/surfaces/portal/addresses";
import { isPlainPost } from "@/lib/surfaces/portal/form";

interface Issued {
  apiKey: string;
  name?: string;
  doneHref?: string;
}

/**
 * The answer of a form that made a key. To a browser without scripts React renders it outside the server components, where
 * only plain elements live, so such a reader gets the key and the way on, and nothing around it.
 */
export async function issuedKey({ apiKey, name, doneHref = "/settings/mcp-keys" }: Issued): Promise<ViewState> {
  if (!(await isPlainPost())) {
    return { view: <IssuedKeyView {...{ apiKey, name, doneHref }} endpoint={mcpEndpoint()} /> };
  }
  const t = await getTranslations("keys");
  return {
    view: (
      <div className="grid gap-4">
        <p role="status">{t("shownOnce")}</p>
        <pre className="overflow-x-auto rounded-md border bg-sunken px-3 py-2.5 font-mono text-[13px]" translate="no">
          {apiKey}
        </pre>
        <a href={doneHref} className="underline underline-offset-2">
          {t("stored")}
        </a>
      </div>
    ),
  };
}
