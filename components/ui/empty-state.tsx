import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

type Props = {
  title: string;
  children?: ReactNode;
  /** The sentence to give an agent, ready to copy. */
  sentence?: string;
  action?: ReactNode;
};

/** What a list shows when it has nothing: what would stand here, and the sentence that makes an agent fill it. */
export function EmptyState({ title, children, sentence, action }: Props) {
  const t = useTranslations("common");
  return (
    <div className="grid justify-items-center gap-3 px-4 py-12 text-center">
      <p className="text-[15px] font-medium">{title}</p>
      {children && <div className="max-w-md text-[13px] text-ink-soft">{children}</div>}
      {sentence && (
        <div className="mt-1 grid max-w-lg gap-1 rounded-md border border-dashed border-line-strong px-4 py-3 text-left">
          <p className="text-xs text-ink-faint">{t("sayToAgent")}</p>
          <div className="flex items-start gap-2">
            <p className="text-sm">{t("quoted", { sentence })}</p>
            <CopyButton text={sentence} label={t("copySentence")} done={t("copied")} />
          </div>
        </div>
      )}
      {action}
    </div>
  );
}
