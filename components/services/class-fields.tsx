import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, SelectField } from "@/components/ui/field";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";

/** Fields that every form about a class has: who and where, places, weekdays, and which dates a change is for. */

export type Named = { id: string; name: string };
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const choices = (items: readonly Named[]) => items.map(({ id, name }) => ({ value: id, label: name }));

type WhoAndWhere = {
  staff: readonly Named[];
  rooms: readonly Named[];
  now?: { staffId: string | null; resourceId: string | null };
};

/** The teacher and the room of a class, with `now` chosen. */
export function WhoAndWhereFields({ staff, rooms, now }: WhoAndWhere) {
  const t = useTranslations("calendar.class");
  return (
    <>
      <SelectField
        name="staffId"
        label={t("who")}
        empty={t("nobody")}
        defaultValue={now?.staffId ?? ""}
        choices={choices(staff)}
      />
      <SelectField
        name="resourceId"
        label={t("room")}
        empty={t("noRoom")}
        defaultValue={now?.resourceId ?? ""}
        choices={choices(rooms)}
      />
    </>
  );
}

export function PlacesField({ capacity }: { capacity: number }) {
  const t = useTranslations("calendar.class");
  return (
    <Field
      name="maxCapacity"
      type="number"
      min={1}
      max={1000}
      label={t("placesLabel")}
      defaultValue={capacity}
      required
    />
  );
}

/** The weekdays of a weekly rule, with `now` checked. */
export function WeekdayFields({ now = [] }: { now?: readonly Weekday[] }) {
  const t = useTranslations("services.schedule");
  const days = useTranslations("hours.day");
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px] font-medium">{t("weekdays")}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {WEEKDAYS.map((day) => (
          <KeptCheckbox key={day} name={`weekday-${day}`} label={days(day)} defaultChecked={now.includes(day)} />
        ))}
      </div>
    </fieldset>
  );
}

/** Other weekdays for a rule that is weekly, and what becomes of bookings on dates that fall away; nothing for other rules. */
export function WeekdayChange({ now }: { now: readonly Weekday[] }) {
  const t = useTranslations("services.schedule");
  if (now.length === 0) return null;
  return (
    <>
      <input type="hidden" name="weekdaysBefore" value={now.join()} />
      <WeekdayFields now={now} />
      <KeptCheckbox name="cancelBookings" label={t("cancelFallen")} help={t("cancelFallenHelp")} />
    </>
  );
}

/** Which dates a change is for. */
export function ApplyToField({ first }: { first: "this" | "all" }) {
  const t = useTranslations("calendar.grid");
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-[13px] font-medium">{t("applyTo")}</legend>
      {(["this", "following", "all"] as const).map((value) => (
        <Checkbox
          key={value}
          type="radio"
          name="applyTo"
          value={value}
          defaultChecked={value === first}
          label={t(value)}
        />
      ))}
    </fieldset>
  );
}

/** The weekdays on which a weekly rule happens; empty for any other rule. */
export function weekdaysOf({ recurrence, weekdays, date }: { recurrence: string; weekdays: Weekday[]; date: string }) {
  if (recurrence !== "weekly") return [];
  const first = WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
  return weekdays.length > 0 || !first ? weekdays : [first];
}
