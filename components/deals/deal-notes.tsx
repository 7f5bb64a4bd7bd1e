import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { TextAreaField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { Moment } from "@/components/ui/time";

export type DealNote = { id: string; body: string; authorLabel: string; createdAt: string };

/** What was written about a deal, newest first; reasons for winning or losing it stand here too. */
export function DealNotes({ dealId, notes, add }: { dealId: string; notes: DealNote[]; add?: FormAction }) {
  const t = useTranslations("deals");
  return (
    <Card title={t("notes")}>
      {add && (
        <CardBody className="border-b">
          <ActionForm action={add} className="grid gap-2" aria-label={t("addNote")}>
            <input type="hidden" name="dealId" value={dealId} />
            <TextAreaField name="body" label={t("note")} rows={2} maxLength={10_000} required />
            <div>
              <SubmitButton tone="plain" size="small">
                {t("addNote")}
              </SubmitButton>
            </div>
          </ActionForm>
        </CardBody>
      )}
      {notes.length === 0 ? (
        <p className="px-4 py-3 text-[13px] text-ink-soft">{t("noNotes")}</p>
      ) : (
        <ul className="divide-y text-[13px]">
          {notes.map((note) => (
            <li key={note.id} className="px-4 py-2.5">
              <p className="break-words whitespace-pre-wrap" translate="no">
                {note.body}
              </p>
              <p className="mt-0.5 text-xs text-ink-soft" translate="no">
                {note.authorLabel} · <Moment at={note.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
