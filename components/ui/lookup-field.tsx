"use client";

import { type ComponentProps, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { controlStyle } from "./control-style";
import { Frame, useField } from "./field";

export type LookupChoice = { id: string; label: string };

type Props = {
  name: string;
  label: ReactNode;
  /** Answers `{ items: LookupChoice[] }` to `?search=`. */
  source: string;
  choice?: LookupChoice | undefined;
  help?: ReactNode;
  className?: string;
} & Pick<ComponentProps<"input">, "placeholder" | "required">;

const PAUSE_MS = 200;

function useChoices(source: string, search: string): LookupChoice[] {
  const [choices, setChoices] = useState<LookupChoice[]>([]);
  useEffect(() => {
    if (search.trim() === "") return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      fetch(`${source}?search=${encodeURIComponent(search)}`, { signal: stop.signal })
        .then((response) => (response.ok ? response.json() : { items: [] }))
        .then((body: { items: LookupChoice[] }) => setChoices(body.items))
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [source, search]);
  return choices;
}

/**
 * A record chosen by typing part of its name, in the platform's own list of suggestions. Posts the text as `<name>Text`, and
 * what was picked as `<name>` with `<name>Was`, the text it was picked by; the server looks a text up that was not picked.
 */
export function LookupField({ name, label, source, choice, help, className, ...rest }: Props) {
  const { id, error, control } = useField(name, help);
  const list = useId();
  const [text, setText] = useState(choice?.label ?? "");
  const [picked, setPicked] = useState(choice);
  const known = useRef(new Map<string, LookupChoice>());
  const choices = useChoices(source, text === picked?.label ? "" : text);
  for (const each of choices) known.current.set(each.label, each);
  const type = (value: string) => {
    setText(value);
    setPicked(known.current.get(value) ?? (choice?.label === value ? choice : undefined));
  };
  return (
    <Frame {...{ id, label, help, error, className }}>
      <input
        {...rest}
        {...control}
        name={`${name}Text`}
        value={text}
        onChange={(event) => type(event.target.value)}
        list={list}
        autoComplete="off"
        maxLength={200}
        translate="no"
        className={`${controlStyle} h-9 w-full`}
      />
      <datalist id={list}>
        {choices.map((each) => (
          <option key={each.id} value={each.label} />
        ))}
      </datalist>
      <input type="hidden" name={name} value={picked?.id ?? ""} />
      <input type="hidden" name={`${name}Was`} value={picked?.label ?? ""} />
    </Frame>
  );
}
