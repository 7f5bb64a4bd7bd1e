import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { TimeAgo } from "@/components/ui/time";

export type OutboxMail = {
  id: string;
  to: string;
  subject: string;
  text: string;
  code: string | null;
  createdAt: string;
};

function Mail({ mail }: { mail: OutboxMail }) {
  const t = useTranslations("outbox");
  const common = useTranslations("common");
  return (
    <details className="group rounded-lg border bg-surface">
      <summary className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium" translate="no">
            {mail.subject}
          </span>
          <span className="block truncate text-[13px] text-ink-soft">
            {t("to")} <span translate="no">{mail.to}</span>
          </span>
        </span>
        {mail.code && (
          <span className="flex items-center gap-1">
            <code className="font-mono text-lg font-semibold tracking-[0.2em]" translate="no">
              {mail.code}
            </code>
            <CopyButton text={mail.code} label={common("copy")} done={common("copied")} />
          </span>
        )}
        <span className="text-[13px] text-ink-soft">
          <TimeAgo at={mail.createdAt} />
        </span>
      </summary>
      <p className="border-t px-4 py-3 text-[13px] break-words whitespace-pre-wrap" translate="no">
        {mail.text}
      </p>
    </details>
  );
}

/** Mail that would have gone out, newest first, codes in plain sight: only for whoever sits at this machine. */
export function OutboxList({ mails }: { mails: OutboxMail[] }) {
  const t = useTranslations("outbox");
  if (mails.length === 0) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState title={t("emptyTitle")}>{t("emptyBody")}</EmptyState>
      </div>
    );
  }
  return (
    <div className="grid gap-2">
      {mails.map((mail) => (
        <Mail key={mail.id} mail={mail} />
      ))}
    </div>
  );
}
