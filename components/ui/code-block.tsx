import { useTranslations } from "next-intl";
import { cn } from "./class-names";
import { CopyButton } from "./copy-button";

type Props = { code: string; label?: string; className?: string; wrap?: boolean };

/** Text to copy, set in monospace, with its own copy button; scrolls inside itself. */
export function CodeBlock({ code, label, className, wrap = false }: Props) {
  const t = useTranslations("common");
  return (
    <div className={cn("group relative rounded-md border border-line bg-sunken", className)}>
      {label && <p className="border-b border-line px-3 py-1.5 text-xs text-ink-soft">{label}</p>}
      <pre
        translate="no"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className={cn(
          "overflow-x-auto py-2.5 pr-11 pl-3 font-mono text-[12.5px] leading-relaxed",
          wrap && "break-all whitespace-pre-wrap",
        )}
      >
        {code}
      </pre>
      <div className={cn("absolute right-1 rounded-md bg-sunken", label ? "top-9" : "top-1.5")}>
        <CopyButton text={code} label={t("copy")} done={t("copied")} />
      </div>
    </div>
  );
}
