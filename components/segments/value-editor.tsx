"use client";

import { controlStyle } from "@/components/ui/control-style";
import type { BuilderLabels } from "./builder-labels";
import type { DraftCondition } from "./draft";
import { controlOf, type FieldOption } from "./field-option";

type Props = {
  condition: DraftCondition;
  option: FieldOption;
  labels: BuilderLabels;
  change: (values: string[]) => void;
};

const inputStyle = `${controlStyle} h-8 w-full min-w-0 px-2 text-[13px]`;
/** Of no form: when a form was sent, the browser puts its controls back, and React does not notice. */
const NO_FORM = "none";

function Choices({ condition, option, labels, change }: Props) {
  const choices = option.choices ?? [];
  const isKnown = (value: string) => choices.some((choice) => choice.value === value || choice.label === value);
  const gone = condition.values.filter((value) => !isKnown(value));
  const all = [...choices, ...gone.map((value) => ({ value, label: `${value} (${labels.gone})` }))];
  const toggle = (choice: { value: string; label: string }, isOn: boolean) => {
    const rest = condition.values.filter((value) => value !== choice.value && value !== choice.label);
    change(isOn ? [...rest, choice.value] : rest);
  };
  return (
    <fieldset className="max-h-40 overflow-y-auto rounded-md border border-line-strong bg-surface px-2 py-1">
      <legend className="sr-only">{labels.value}</legend>
      {all.map((choice) => (
        <label key={choice.value} className="flex min-h-6 items-center gap-2 text-[13px]">
          <input
            form={NO_FORM}
            type="checkbox"
            className="size-4 shrink-0 accent-jade"
            checked={condition.values.includes(choice.value) || condition.values.includes(choice.label)}
            onChange={(event) => toggle(choice, event.target.checked)}
          />
          <span className="min-w-0 break-words" translate="no">
            {choice.label}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Asks for the value of a condition with the control that fits its field and operator. */
export function ValueEditor(props: Props) {
  const { condition, option, labels, change } = props;
  const control = controlOf(option, condition.op);
  const value = condition.values[0] ?? "";
  const shared = { form: NO_FORM, "aria-label": labels.value, className: inputStyle };
  switch (control) {
    case "none":
      return null;
    case "choices":
      return <Choices {...props} />;
    case "choice":
      return (
        <select {...shared} value={value} onChange={(event) => change([event.target.value])} translate="no">
          {!option.choices?.some((choice) => choice.value === value) && <option value={value}>{value}</option>}
          {option.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      );
    case "days":
      return (
        <span className="flex items-center gap-2 text-[13px]">
          <input
            {...shared}
            type="number"
            min={0}
            max={36_500}
            step={1}
            value={value}
            onChange={(event) => change([event.target.value])}
          />
          <span className="text-ink-soft">{labels.days}</span>
        </span>
      );
    case "texts":
      return (
        <input
          {...shared}
          value={condition.values.join(", ")}
          placeholder={labels.listHint}
          onChange={(event) => change(event.target.value.split(",").map((text) => text.trim()))}
        />
      );
    default:
      return (
        <input
          {...shared}
          type={control}
          step={control === "number" ? "any" : undefined}
          maxLength={500}
          value={value}
          onChange={(event) => change([event.target.value])}
        />
      );
  }
}
