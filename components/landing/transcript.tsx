import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

type TurnProps = { who: string; mine?: boolean; children: ReactNode };

function Turn({ who, mine = false, children }: TurnProps) {
  return (
    <li className="grid grid-cols-[4.5rem_1fr] gap-3">
      <span className={cn("pt-px text-right text-xs", mine ? "font-medium text-jade" : "text-ink-faint")}>{who}</span>
      <div>{children}</div>
    </li>
  );
}

function Call({ name, args, answer }: { name: string; args: string; answer: string }) {
  return (
    <div translate="no" className="rounded-md bg-sunken px-3 py-2 font-mono text-[12px] leading-relaxed break-words">
      <span className="text-jade">{name}</span> <span className="text-ink-soft">{args}</span>
      <br />
      <span className="text-ink-faint">→</span> {answer}
    </div>
  );
}

/** The conversation that makes a workspace, with the tool calls behind it. */
export function Transcript() {
  const t = useTranslations("landing.transcript");
  return (
    <figure className="rounded-xl border bg-surface shadow-float">
      <figcaption className="border-b px-4 py-2.5 text-xs text-ink-soft">{t("caption")}</figcaption>
      <ol className="grid gap-4 p-4 text-sm">
        <Turn who={t("you")} mine>
          {t("ask")}
        </Turn>
        <Turn who={t("agent")}>
          <Call
            name="register_organisation_request"
            args={'{ email: "mei@kilnandclay.hk", organisationName: "Kiln & Clay", … }'}
            answer={'maskedEmail: "me*@kilnandclay.hk"'}
          />
        </Turn>
        <Turn who={t("agent")}>{t("askCode")}</Turn>
        <Turn who={t("you")} mine>
          <span translate="no">402 913</span>
        </Turn>
        <Turn who={t("agent")}>
          <Call
            name="register_organisation_verify"
            args={'{ code: "402913", … }'}
            answer="organisationId, companyId, apiKey"
          />
        </Turn>
        <Turn who={t("agent")}>{t("done")}</Turn>
      </ol>
    </figure>
  );
}
