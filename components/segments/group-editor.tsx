"use client";

import { Plus, X } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";
import { MOST_DEPTH } from "@/lib/operations/segments/criteria";
import type { BuilderLabels } from "./builder-labels";
import { ConditionRow } from "./condition-row";
import { type Draft, type DraftGroup, MATCHES, type Match } from "./draft";
import type { FieldOption } from "./field-option";

type Props = {
  group: DraftGroup;
  depth: number;
  options: readonly FieldOption[];
  labels: BuilderLabels;
  /** Replaces a part anywhere below; null takes it away. */
  change: (key: string, part: Draft | null) => void;
  addTo: (group: DraftGroup, kind: Draft["kind"]) => void;
};

/** A group may become a `not` of an `any`, which is two levels of the stored tree. */
const DEEPEST_GROUP = MOST_DEPTH / 2 - 1;

/** Conditions and groups of which all, any or none must hold. */
export function GroupEditor({ group, depth, options, labels, change, addTo }: Props) {
  const isRoot = depth === 1;
  const small = buttonStyle({ size: "small" });
  return (
    <fieldset
      className={`grid min-w-0 gap-2 ${isRoot ? "" : "rounded-md border border-l-4 border-line-strong bg-sunken p-2"}`}
    >
      <legend className="sr-only">{labels.group}</legend>
      <div className="flex items-center gap-2">
        <select
          form="none"
          id={`${group.key}-field`}
          aria-label={labels.group}
          value={group.match}
          onChange={(event) => change(group.key, { ...group, match: event.target.value as Match })}
          className={`${controlStyle} h-8 min-w-0 px-2 text-[13px] font-medium`}
        >
          {MATCHES.map((match) => (
            <option key={match} value={match}>
              {labels.match[match]}
            </option>
          ))}
        </select>
        {!isRoot && (
          <button
            type="button"
            onClick={() => change(group.key, null)}
            aria-label={labels.removeGroup}
            className={`${buttonStyle({ tone: "quiet", size: "icon" })} ml-auto`}
          >
            <X aria-hidden />
          </button>
        )}
      </div>
      {group.members.length === 0 && isRoot && <p className="text-[13px] text-ink-soft">{labels.everybody}</p>}
      {group.members.map((member) =>
        member.kind === "group" ? (
          <GroupEditor key={member.key} group={member} depth={depth + 1} {...{ options, labels, change, addTo }} />
        ) : (
          <ConditionRow
            key={member.key}
            condition={member}
            {...{ options, labels }}
            change={(condition) => change(member.key, condition)}
            remove={() => change(member.key, null)}
          />
        ),
      )}
      <div className="flex flex-wrap gap-2">
        <button type="button" id={`${group.key}-add`} onClick={() => addTo(group, "condition")} className={small}>
          <Plus aria-hidden />
          {labels.addCondition}
        </button>
        {depth < DEEPEST_GROUP && (
          <button
            type="button"
            onClick={() => addTo(group, "group")}
            className={buttonStyle({ tone: "quiet", size: "small" })}
          >
            <Plus aria-hidden />
            {labels.addGroup}
          </button>
        )}
      </div>
    </fieldset>
  );
}
