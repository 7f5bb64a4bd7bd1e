import { useFormatter, useTranslations } from "next-intl";
import type { Booking } from "@/components/bookings/booking";
import { Roster, type RosterActions } from "@/components/today/roster";
import { ActionForm } from "@/components/ui/action-form";
import { Card, CardBody } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Confirm } from "@/components/ui/confirm";
import { Field, SelectField } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";

type Named = { id: string; name: string };

export type ClassProps = {
  lesson: {
    occurrenceId: string;
    scheduleId: string;
    date: string;
    staffId: string | null;
    resourceId: string | null;
    capacity: number;
    taken: number;
  };
  times: { start: string; end: string };
  bookings: Booking[];
  waiting: { id: string; customer: { name: string }; participants: number; offeredUntil: string | null }[];
  staff: Named[];
  rooms: Named[];
  now: number;
  actions?: RosterActions & { change: FormAction; cancelDate: FormAction; cancelSeries: FormAction };
};

const choices = (items: Named[]) => items.map(({ id, name }) => ({ value: id, label: name }));

function ChangeForm({
  lesson,
  times,
  staff,
  rooms,
  action,
}: Pick<ClassProps, "lesson" | "times" | "staff" | "rooms"> & { action: FormAction }) {
  const t = useTranslations("calendar.class");
  const grid = useTranslations("calendar.grid");
  return (
    <Card title={t("edit")} description={t("editHelp")}>
      <CardBody>
        <ActionForm action={action} className="grid gap-4">
          <input type="hidden" name="scheduleId" value={lesson.scheduleId} />
          <input type="hidden" name="date" value={lesson.date} />
          <div className="grid grid-cols-2 gap-3">
            <Field name="startTime" type="time" label={t("start")} defaultValue={times.start} required />
            <Field name="endTime" type="time" label={t("end")} defaultValue={times.end} required />
          </div>
          <SelectField
            name="staffId"
            label={t("who")}
            empty={t("nobody")}
            defaultValue={lesson.staffId ?? ""}
            choices={choices(staff)}
          />
          <SelectField
            name="resourceId"
            label={t("room")}
            empty={t("noRoom")}
            defaultValue={lesson.resourceId ?? ""}
            choices={choices(rooms)}
          />
          <Field
            name="maxCapacity"
            type="number"
            min={1}
            max={1000}
            label={t("placesLabel")}
            defaultValue={lesson.capacity}
            required
          />
          <fieldset className="grid gap-1.5">
            <legend className="mb-1.5 text-[13px] font-medium">{grid("applyTo")}</legend>
            {(["this", "following", "all"] as const).map((value) => (
              <Checkbox
                key={value}
                type="radio"
                name="applyTo"
                value={value}
                defaultChecked={value === "this"}
                label={grid(value)}
              />
            ))}
          </fieldset>
          <KeptCheckbox name="notify" label={grid("notify")} defaultChecked />
          <div>
            <SubmitButton>{t("save")}</SubmitButton>
          </div>
        </ActionForm>
      </CardBody>
    </Card>
  );
}

/** One date of a class: who comes, who waits, and what can be changed of it. */
export function ClassView(props: ClassProps) {
  const { lesson, bookings, waiting, now, actions } = props;
  const t = useTranslations("calendar.class");
  const today = useTranslations("today");
  const format = useFormatter();
  const places = useTranslations("calendar")("places", { taken: lesson.taken, capacity: lesson.capacity });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <div className="grid gap-5">
        <Card title={places}>
          {bookings.length > 0 ? (
            <Roster {...{ bookings, now, actions }} />
          ) : (
            <p className="px-4 py-3 text-[13px] text-ink-soft">{today("nobody")}</p>
          )}
        </Card>
        {waiting.length > 0 && (
          <Card title={t("waitlist")}>
            <ol className="divide-y text-sm">
              {waiting.map(({ id, customer, participants, offeredUntil }) => (
                <li key={id} className="px-4 py-2.5">
                  <span translate="no">
                    {customer.name}
                    {participants > 1 && ` × ${participants}`}
                  </span>
                  {offeredUntil && (
                    <span className="block text-[13px] text-ink-soft">
                      {t("offered", {
                        time: format.dateTime(new Date(offeredUntil), { dateStyle: "medium", timeStyle: "short" }),
                      })}
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </Card>
        )}
      </div>
      {actions && (
        <div className="grid gap-5">
          <ChangeForm {...props} action={actions.change} />
          <div className="flex flex-wrap items-start gap-2">
            <Confirm label={t("cancel")} warning={t("cancelWarning", { count: bookings.length })}>
              <ActionForm action={actions.cancelDate}>
                <input type="hidden" name="occurrenceId" value={lesson.occurrenceId} />
                <SubmitButton tone="danger" size="small">
                  {t("cancelNow")}
                </SubmitButton>
              </ActionForm>
            </Confirm>
            <Confirm label={t("cancelSeries")} warning={t("cancelSeriesWarning")}>
              <ActionForm action={actions.cancelSeries}>
                <input type="hidden" name="scheduleId" value={lesson.scheduleId} />
                <SubmitButton tone="danger" size="small">
                  {t("cancelSeriesNow")}
                </SubmitButton>
              </ActionForm>
            </Confirm>
          </div>
        </div>
      )}
    </div>
  );
}
