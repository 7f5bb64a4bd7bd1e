import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

const tones = { done: "ok", refused: "warning", failed: "danger" } as const;

/** How a call ended; with the error's code when it was refused. */
export function Outcome({ outcome, errorCode }: { outcome: string; errorCode?: string | null }) {
  const t = useTranslations("activity");
  const known = outcome in tones ? (outcome as keyof typeof tones) : "failed";
  return (
    <span className="inline-flex items-center gap-1.5">
      <Badge tone={tones[known]}>{t(`outcome.${known}`)}</Badge>
      {errorCode && (
        <code className="font-mono text-xs text-ink-soft" translate="no">
          {errorCode}
        </code>
      )}
    </span>
  );
}
