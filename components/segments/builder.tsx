"use client";

import { useEffect, useId, useRef, useState } from "react";
import { useFormState } from "@/components/ui/action-form";
import { controlStyle } from "@/components/ui/control-style";
import { type Criteria, CriteriaProblem, parseCriteria } from "@/lib/operations/segments/criteria";
import type { BuilderLabels } from "./builder-labels";
import { changed, type Draft, type DraftGroup, emptyGroup, freshKey, isComplete, toCriteria, toDraft } from "./draft";
import { controlOf, type FieldOption, valuesFor } from "./field-option";
import { GroupEditor } from "./group-editor";
import { LiveCount } from "./live-count";

type Props = { criteria: Criteria | null; options: readonly FieldOption[]; labels: BuilderLabels; source: string };

const textOf = (criteria: Criteria | null) => (criteria === null ? "" : JSON.stringify(criteria, null, 2));

/** A text as criteria, or what is wrong with it. */
function read(text: string): { criteria: Criteria | null } | { problem: string } {
  if (text.trim() === "") return { criteria: null };
  try {
    return { criteria: parseCriteria(JSON.parse(text)) };
  } catch (error) {
    return { problem: error instanceof CriteriaProblem ? error.message : "" };
  }
}

/** Which customers belong: groups of conditions, or the same as JSON, whichever one likes to edit. Posts the JSON as `criteria`. */
export function Builder({ criteria, options, labels, source }: Props) {
  const jsonId = useId();
  const { fields } = useFormState();
  const [root, setRoot] = useState<DraftGroup>(() => toDraft(criteria));
  const [json, setJson] = useState(() => textOf(criteria));
  const [problem, setProblem] = useState<string>();
  const focusOn = useRef<string>(undefined);

  // What was added is where the next key goes; after a removal the list stays in reach.
  useEffect(() => {
    if (!focusOn.current) return;
    document.getElementById(focusOn.current)?.focus();
    focusOn.current = undefined;
  });

  const edit = (next: DraftGroup) => {
    setRoot(next);
    setJson(textOf(toCriteria(next)));
    setProblem(undefined);
  };
  const change = (key: string, part: Draft | null) => {
    if (part === null) focusOn.current = `${root.key}-add`;
    edit(changed(root, key, () => part));
  };
  const freshCondition = (): Draft => {
    const [option] = options;
    const op = option?.ops[0] ?? "is";
    const values = option ? valuesFor(option, op, { control: controlOf(option, op), values: [""] }) : [""];
    return { kind: "condition", key: freshKey(), field: option?.field ?? "name", op, values };
  };
  const addTo = (group: DraftGroup, kind: Draft["kind"]) => {
    const part = kind === "condition" ? freshCondition() : { ...emptyGroup("any"), members: [freshCondition()] };
    focusOn.current = `${part.key}-field`;
    edit(changed(root, group.key, (old) => (old.kind === "group" ? { ...old, members: [...old.members, part] } : old)));
  };
  const type = (text: string) => {
    setJson(text);
    const answer = read(text);
    if ("problem" in answer) return setProblem(answer.problem || labels.jsonInvalid);
    setProblem(undefined);
    setRoot(toDraft(answer.criteria));
  };

  const error = problem ?? fields?.criteria;
  const countable = problem === undefined && isComplete(root) ? json : null;
  return (
    <div className="grid gap-3">
      <GroupEditor group={root} depth={1} {...{ options, labels, change, addTo }} />
      {fields?.criteria && (
        <p role="alert" tabIndex={-1} className="text-[13px] text-vermilion">
          {fields.criteria}
        </p>
      )}
      <LiveCount criteria={countable} source={source} labels={labels} />
      <details className="text-[13px]">
        <summary className="w-fit text-ink-soft underline underline-offset-2">{labels.json}</summary>
        <div className="mt-2 grid gap-1.5">
          <textarea
            id={jsonId}
            name="criteria"
            aria-label={labels.json}
            aria-describedby={`${jsonId}-help`}
            aria-invalid={error ? true : undefined}
            value={json}
            onChange={(event) => type(event.target.value)}
            rows={10}
            spellCheck={false}
            translate="no"
            className={`${controlStyle} w-full py-2 font-mono text-[12.5px]`}
          />
          {problem && <p className="text-vermilion">{problem}</p>}
          <p id={`${jsonId}-help`} className="text-ink-soft">
            {labels.jsonHelp}
          </p>
        </div>
      </details>
    </div>
  );
}
