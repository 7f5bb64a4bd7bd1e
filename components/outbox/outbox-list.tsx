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
    <article className="rounded-lg border bg-surface px-4 py-3">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <h2 className="truncate font-medium" translate="no">
            {mail.subject}
          </h2>
          <p className="truncate text-[13px] text-ink-soft">
            {t("to")} <span translate="no">{mail.to}</span>
          </p>
        </div>
        {mail.code && (
          <p className="flex items-center gap-1">
            <code className="font-mono text-lg font-semibold tracking-[0.2em]" translate="no">
              {mail.code}
            </code>
            <CopyButton text={mail.code} label={common("copy")} done={common("copied")} />
          </p>
        )}
        <span className="text-[13px] text-ink-soft">
          <TimeAgo at={mail.createdAt} />
        </span>
      </header>
      <details className="mt-1 text-[13px]">
        <summary className="w-fit text-ink-soft underline underline-offset-2">{t("read")}</summary>
        <p className="mt-2 border-t pt-3 break-words whitespace-pre-wrap" translate="no">
          {mail.text}
        </p>
      </details>
    </article>
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
