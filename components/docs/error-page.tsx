import { useTranslations } from "next-intl";
import type { ErrorCode } from "@/lib/kernel/errors";
import { DocsFrame, DocsSection } from "./docs-frame";
import { ErrorLinks } from "./start-page";

type Props = {
  code: ErrorCode;
  kind: string;
  httpStatus: number;
  /** What the wire carries, in English. */
  agentMessage: string;
  agentHint: string;
  codes: readonly string[];
};

/** The page of one error code: for people above, what agents read below. */
export function ErrorCodePage({ code, kind, httpStatus, agentMessage, agentHint, codes }: Props) {
  const t = useTranslations("docs.errors");
  const texts = useTranslations("errors");
  return (
    <DocsFrame
      current={`/docs/errors/${code}`}
      title={texts(`${code}.title`)}
      lead={
        <code translate="no" className="rounded bg-hover px-1.5 py-0.5 font-mono text-sm">
          {code}
        </code>
      }
    >
      <DocsSection title={t("meaning")}>
        <p className="text-ink-soft">{texts(`${code}.body`)}</p>
      </DocsSection>
      <DocsSection title={t("step")}>
        <p className="text-ink-soft">{texts(`${code}.step`)}</p>
      </DocsSection>
      <DocsSection title={t("agentText")}>
        <div className="grid gap-2 rounded-md border bg-sunken p-3 text-[13px]">
          <p translate="no" lang="en">
            {agentMessage} {agentHint}
          </p>
          <p className="text-ink-soft">
            {t("kind")}: <code translate="no">{kind}</code> · {t("status")}: <span translate="no">{httpStatus}</span>
          </p>
        </div>
      </DocsSection>
      <DocsSection title={t("all")}>
        <ErrorLinks codes={codes} />
      </DocsSection>
    </DocsFrame>
  );
}
