import Link from "next/link";
import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { keylessCommands } from "@/lib/operations/keys/connect-snippets";
import { DocsFrame, DocsSection } from "./docs-frame";

const keyFacts = ["keysOnce", "keysEnv", "keysNarrow", "keysRevoke"] as const;

/** From nothing to a connected agent; `codes` are the error codes that have pages. */
export function StartPage({ endpoint, codes }: { endpoint: string; codes: readonly string[] }) {
  const t = useTranslations("docs.start");
  const landing = useTranslations("landing");
  const [command] = keylessCommands(endpoint);
  return (
    <DocsFrame current="/docs" title={t("title")} lead={t("lead")}>
      <DocsSection title={t("runTitle")}>
        <p className="text-ink-soft">{t("runBody")}</p>
        <CodeBlock code="npm start" />
      </DocsSection>
      <DocsSection title={t("addTitle")}>
        <p className="text-ink-soft">{t("addBody")}</p>
        {command && <CodeBlock label={command.label} code={command.code} />}
      </DocsSection>
      <DocsSection title={t("sayTitle")}>
        <CodeBlock code={landing("sentence", { endpoint })} wrap />
        <p className="text-ink-soft">{t("sayBody")}</p>
      </DocsSection>
      <DocsSection title={t("keysTitle")}>
        <ul className="grid list-disc gap-1.5 pl-5 text-ink-soft">
          {keyFacts.map((fact) => (
            <li key={fact}>{t(fact)}</li>
          ))}
        </ul>
      </DocsSection>
      <DocsSection title={t("limitsTitle")}>
        <p className="text-ink-soft">{t("limitsBody")}</p>
      </DocsSection>
      <DocsSection title={t("errorsTitle")}>
        <p className="text-ink-soft">{t("errorsBody")}</p>
        <ErrorLinks codes={codes} />
      </DocsSection>
    </DocsFrame>
  );
}

/** Links to the page of every error code. */
export function ErrorLinks({ codes }: { codes: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-2" translate="no">
      {codes.map((code) => (
        <li key={code}>
          <Link
            href={`/docs/errors/${code}`}
            prefetch={false}
            className="block rounded border bg-surface px-2 py-1 font-mono text-xs hover:bg-hover"
          >
            {code}
          </Link>
        </li>
      ))}
    </ul>
  );
}
