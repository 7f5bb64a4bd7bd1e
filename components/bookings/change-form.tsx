import { useTranslations } from "next-intl";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Booking } from "./booking";

type Props = { booking: Booking; mostParticipants: number; action: FormAction };

/** How many people come, where more than one can, and the note for the staff. */
export function ChangeForm({ booking, mostParticipants, action }: Props) {
  const t = useTranslations("bookings");
  const most = Math.max(booking.participants, mostParticipants);
  const isForMany = most > 1;
  return (
    <Card title={isForMany ? t("change") : t("notes")} description={isForMany ? t("changeHelp") : t("notesHelp")}>
      <CardBody>
        <ActionForm action={action} className="grid gap-4">
          <input type="hidden" name="bookingId" value={booking.id} />
          <input type="hidden" name="expectedVersion" value={booking.version} />
          {isForMany && (
            <Field
              name="participants"
              type="number"
              min={1}
              max={most}
              label={t("create.participants")}
              defaultValue={booking.participants}
              required
            />
          )}
          <Field name="notes" label={t("create.note")} maxLength={1000} defaultValue={booking.notes ?? ""} />
          <div>
            <SubmitButton tone="plain">{t("saveChange")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}
