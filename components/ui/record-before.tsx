"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useFormState } from "./action-form";

type Props = { record: { version: number }; names: readonly string[] };

/** What a form shows: the record's version, and its fields as text. */
function shownOf({ record, names }: Props) {
  const values = record as unknown as Record<string, unknown>;
  return { version: record.version, fields: names.map((name) => [name, String(values[name] ?? "")] as const) };
}

/** Whether nobody has typed anything into the form yet. */
function isUntouched(form: HTMLFormElement, fields: readonly (readonly [string, string])[]): boolean {
  const now = new FormData(form);
  return fields.every(([name, value]) => !now.has(name) || now.get(name) === value);
}

/**
 * Hidden fields that say what a form showed: `version`, and `before:<name>` for each field. They stay what the person saw when
 * the page is rendered anew around a half-filled form; an untouched form follows the record.
 */
export function RecordBefore(props: Props) {
  const state = useFormState();
  const [shown, setShown] = useState(() => shownOf(props));
  const first = useRef<HTMLInputElement>(null);
  const follow = useEffectEvent(() => setShown(shownOf(props)));
  const followIfUntouched = useEffectEvent(() => {
    const form = first.current?.form;
    if (!form || props.record.version === shown.version || !isUntouched(form, shown.fields)) return;
    form.reset();
    follow();
  });
  useEffect(() => {
    const isAnswered = state.status === "done" || Boolean((state.result as { isNewer?: boolean } | undefined)?.isNewer);
    if (isAnswered) follow();
  }, [state]);
  const { version } = props.record;
  useEffect(() => {
    if (version > 0) followIfUntouched();
  }, [version]);
  return (
    <>
      <input ref={first} type="hidden" name="version" value={shown.version} />
      {shown.fields.map(([name, value]) => (
        <input key={name} type="hidden" name={`before:${name}`} value={value} />
      ))}
    </>
  );
}
