import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { cursorInstallLink, keylessCommands, vscodeInstallLink } from "@/lib/operations/keys/connect-snippets";
import { Transcript } from "./transcript";

function Hero({ endpoint }: { endpoint: string }) {
  const t = useTranslations("landing");
  const common = useTranslations("common");
  const sentence = t("sentence", { endpoint });
  return (
    <section className="mx-auto grid w-full max-w-6xl items-start gap-10 px-4 pt-10 pb-16 sm:px-8 lg:grid-cols-[1fr_1.05fr] lg:pt-16">
      <div className="min-w-0">
        <h1 className="text-4xl leading-[1.1] font-semibold tracking-tight text-balance sm:text-5xl">{t("title")}</h1>
        <p className="mt-5 max-w-prose text-base text-ink-soft">{t("lead")}</p>
        <div className="mt-7 rounded-lg border border-jade/40 bg-jade-soft p-4">
          <div className="flex items-center justify-between gap-2">
            <p className="text-xs font-medium text-jade">{common("sayToAgent")}</p>
            <CopyButton text={sentence} label={common("copySentence")} done={common("copied")} />
          </div>
          <p className="mt-1.5 text-[15px] break-words">{common("quoted", { sentence })}</p>
        </div>
        <div className="mt-5 flex flex-wrap gap-2">
          <a href={cursorInstallLink(endpoint)} className={buttonStyle({ tone: "plain" })}>
            {t("installCursor")}
          </a>
          <a href={vscodeInstallLink(endpoint)} className={buttonStyle({ tone: "plain" })}>
            {t("installVsCode")}
          </a>
          <ButtonLink href="/sign-up" tone="quiet">
            {t("byHand")}
          </ButtonLink>
        </div>
      </div>
      <Transcript />
    </section>
  );
}

function Paths({ endpoint }: { endpoint: string }) {
  const t = useTranslations("landing.paths");
  return (
    <section className="border-y bg-surface" aria-labelledby="paths">
      <div className="mx-auto w-full max-w-6xl px-4 py-14 sm:px-8">
        <h2 id="paths" className="text-2xl font-semibold tracking-tight">
          {t("title")}
        </h2>
        <div className="mt-7 grid gap-10 lg:grid-cols-2">
          <div className="grid min-w-0 content-start gap-3">
            <h3 className="text-base font-semibold">{t("agentTitle")}</h3>
            <p className="text-ink-soft">{t("agentBody")}</p>
            {keylessCommands(endpoint)
              .slice(0, 2)
              .map((snippet) => (
                <CodeBlock key={snippet.id} label={snippet.label} code={snippet.code} />
              ))}
          </div>
          <div className="grid min-w-0 content-start gap-3">
            <h3 className="text-base font-semibold">{t("handTitle")}</h3>
            <p className="text-ink-soft">{t("handBody")}</p>
            <div className="flex flex-wrap gap-2">
              <ButtonLink href="/sign-up" tone="primary">
                {t("handAction")}
              </ButtonLink>
              <ButtonLink href="/connect" tone="plain">
                {t("connectAction")}
              </ButtonLink>
            </div>
          </div>
        </div>
      </div>
    </section>
  );
}

function Points({ namespace }: { namespace: "landing.what" | "landing.limits" }) {
  const t = useTranslations(namespace);
  const points = ["a", "b", "c", "d"] as const;
  return (
    <section
      aria-labelledby={namespace}
      className="mx-auto grid w-full max-w-6xl gap-6 px-4 py-14 sm:px-8 lg:grid-cols-[1fr_2fr]"
    >
      <h2 id={namespace} className="text-2xl font-semibold tracking-tight text-balance">
        {t("title")}
      </h2>
      <dl className="divide-y border-y">
        {points.map((point) => (
          <div key={point} className="grid gap-1 py-4 sm:grid-cols-[14rem_1fr] sm:gap-6">
            <dt className="font-medium">{t(`${point}Title`)}</dt>
            <dd className="text-ink-soft">{t(`${point}Body`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The front page: the sentence, the two ways in, what this is, and what it is not. */
export function LandingPage({ endpoint }: { endpoint: string }) {
  return (
    <>
      <Hero endpoint={endpoint} />
      <Paths endpoint={endpoint} />
      <Points namespace="landing.what" />
      <div className="border-t bg-surface">
        <Points namespace="landing.limits" />
      </div>
    </>
  );
}
