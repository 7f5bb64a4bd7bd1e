"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useTransition } from "react";

type Props = { children: ReactNode; className?: string; "aria-label": string };

const TYPING_PAUSE_MS = 250;
const isTyped = (target: EventTarget) =>
  target instanceof HTMLInputElement && ["search", "text", "number", "tel", "email"].includes(target.type);

/** What a form asks for, as the query of an address; empty controls are left out. */
function queryOf(form: HTMLFormElement): string {
  const given = [...new FormData(form)].filter((entry): entry is [string, string] => entry[1] !== "");
  return new URLSearchParams(given).toString();
}

/** Controls follow the address when it changes by another way than this form: Back, a saved view, cleared filters. */
function showQuery(form: HTMLFormElement, query: URLSearchParams): void {
  form.reset();
  // A reset does not put a select back on a new default.
  for (const select of form.querySelectorAll("select")) select.value = query.get(select.name) ?? "";
}

/**
 * A form that keeps its controls in the address: choices at once, texts after a pause and never in the middle of composing a
 * Chinese character. Without scripts it is an ordinary form that Enter or its button submits.
 */
export function FilterForm({ children, className, ...rest }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const asked = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  const [isPending, startTransition] = useTransition();

  const go = useCallback(() => {
    clearTimeout(timer.current);
    if (!form.current) return;
    const next = queryOf(form.current);
    asked.current = next;
    startTransition(() => router.replace(next ? `${path}?${next}` : path, { scroll: false }));
  }, [path, router]);

  useEffect(() => {
    if (form.current && asked.current !== query.toString()) showQuery(form.current, query);
  }, [query]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const onInput = (event: FormEvent<HTMLFormElement>) => {
    if (!isTyped(event.target) || (event.nativeEvent as InputEvent).isComposing) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(go, TYPING_PAUSE_MS);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    go();
  };
  return (
    <form
      ref={form}
      action={path}
      onInput={onInput}
      onChange={(event) => !isTyped(event.target) && go()}
      onCompositionEnd={go}
      onSubmit={onSubmit}
      aria-busy={isPending}
      className={className}
      {...rest}
    >
      {children}
    </form>
  );
}
