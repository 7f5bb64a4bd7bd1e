"use client";

import { X } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";
import type { BuilderLabels } from "./builder-labels";
import type { DraftCondition } from "./draft";
import { controlOf, type FieldOption, valuesFor } from "./field-option";
import { ValueEditor } from "./value-editor";

type Props = {
  condition: DraftCondition;
  options: readonly FieldOption[];
  labels: BuilderLabels;
  change: (condition: DraftCondition) => void;
  remove: () => void;
};

const selectStyle = `${controlStyle} h-8 w-full min-w-0 px-2 text-[13px]`;

/** The field of a condition as it is offered, or as it is written when nobody offers it (any more). */
function optionOf(options: readonly FieldOption[], { field, op }: DraftCondition): FieldOption {
  const known = options.find((option) => option.field === field);
  return known ?? { field, label: field, group: "", ops: [op], choices: null, kind: "text" };
}

/** One condition: field, operator, value. */
export function ConditionRow({ condition, options, labels, change, remove }: Props) {
  const option = optionOf(options, condition);
  const groups = [...new Set(options.map(({ group }) => group))];
  const old = { control: controlOf(option, condition.op), values: condition.values };
  const chooseField = (field: string) => {
    const next = options.find((each) => each.field === field) ?? option;
    const op = next.ops.includes(condition.op) ? condition.op : (next.ops[0] ?? "is");
    change({ ...condition, field, op, values: valuesFor(next, op, old) });
  };
  return (
    <div className="grid items-start gap-1.5 rounded-md border bg-surface p-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)_auto]">
      <select
        form="none"
        id={`${condition.key}-field`}
        aria-label={labels.field}
        value={condition.field}
        onChange={(event) => chooseField(event.target.value)}
        className={selectStyle}
        translate="no"
      >
        {!options.some(({ field }) => field === condition.field) && (
          <option value={condition.field}>{`${condition.field} (${labels.gone})`}</option>
        )}
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            {options
              .filter((each) => each.group === group)
              .map((each) => (
                <option key={each.field} value={each.field}>
                  {each.label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <select
        form="none"
        aria-label={labels.op}
        value={condition.op}
        onChange={(event) =>
          change({ ...condition, op: event.target.value, values: valuesFor(option, event.target.value, old) })
        }
        className={selectStyle}
      >
        {option.ops.map((op) => (
          <option key={op} value={op}>
            {labels.ops[op] ?? op}
          </option>
        ))}
      </select>
      <div className="min-w-0">
        <ValueEditor {...{ condition, option, labels }} change={(values) => change({ ...condition, values })} />
      </div>
      <button
        type="button"
        onClick={remove}
        aria-label={`${labels.removeCondition}: ${option.label}`}
        className={`${buttonStyle({ tone: "quiet", size: "icon" })} justify-self-end`}
      >
        <X aria-hidden />
      </button>
    </div>
  );
}
