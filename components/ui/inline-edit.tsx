"use client";

import { Check, Pencil, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { buttonStyle } from "./button-style";
import { controlStyle } from "./control-style";
import { type FormAction, type FormState, idle } from "./form-state";

/** What a refused edit offers: the value that somebody else wrote meanwhile, or another way to save. */
export type EditOutcome = {
  /** The newer value and its version, after a conflict. */
  newer?: { value: string; version: number; note: string };
  /** A button that saves all the same, with this hidden field added. */
  force?: { name: string; value: string; label: string };
};

export type EditLabels = { edit: string; save: string; cancel: string; keepTheirs: string; saveMine: string };

type Props = {
  action: FormAction<EditOutcome>;
  /** Arrive as hidden fields: `id`, `field`, `version`, and `before`, the value that was shown. */
  id: string;
  field: string;
  version: number;
  value: string;
  type?: "text" | "email" | "tel";
  /** Where the same can be edited without scripts. */
  href: string;
  labels: EditLabels;
  /** What the cell shows. */
  children: ReactNode;
  maxLength?: number;
};

/** A value that is edited where it stands: double click or the pencil opens, Enter saves, Escape leaves it. */
export function InlineEdit({ href, labels, children, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLAnchorElement>(null);
  const close = () => {
    setOpen(false);
    // The opener is there again after this render.
    setTimeout(() => opener.current?.focus());
  };
  if (isOpen) return <Editor {...rest} labels={labels} close={close} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pencil beside it does the same by keyboard
    <span className="group/edit flex min-h-6 items-center gap-1" onDoubleClick={() => setOpen(true)}>
      {children}
      <a
        ref={opener}
        href={href}
        aria-label={labels.edit}
        onClick={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
        className="grid size-6 shrink-0 place-items-center rounded text-ink-faint opacity-0 group-hover/edit:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <Pencil aria-hidden className="size-3.5" />
      </a>
    </span>
  );
}

type EditorProps = Omit<Props, "href" | "children"> & { close: () => void };

function Editor({ action, id, field, version, value, type = "text", labels, close, maxLength }: EditorProps) {
  const [state, submit, isPending] = useActionState<FormState<EditOutcome>, FormData>(action, idle);
  // What the person saw when they began, also when the page is rendered anew meanwhile.
  const [seen] = useState({ value, version });
  const input = useRef<HTMLInputElement>(null);
  const { newer, force } = state.result ?? {};
  useEffect(() => input.current?.select(), []);
  useEffect(() => {
    if (state.status === "done") close();
    if (state.status === "error") input.current?.focus();
  }, [state, close]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  const problem = state.status === "error" ? (state.fields?.[field] ?? state.message) : undefined;
  const errorId = `${id}-${field}-problem`;
  return (
    <form action={submit} onKeyDown={onKeyDown} className="grid min-w-56 gap-1">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="field" value={field} />
      <input type="hidden" name="version" value={newer?.version ?? seen.version} />
      <input type="hidden" name="before" value={newer?.value ?? seen.value} />
      <span className="flex items-center gap-1">
        <input
          ref={input}
          name="value"
          type={type}
          aria-label={labels.edit}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? errorId : undefined}
          defaultValue={state.values?.value ?? value}
          maxLength={maxLength}
          autoComplete="off"
          className={`${controlStyle} h-7 w-full min-w-0 px-2 text-[13px]`}
        />
        <button
          type="submit"
          aria-label={labels.save}
          disabled={isPending}
          className={buttonStyle({ tone: "quiet", size: "small", className: "px-1" })}
        >
          <Check aria-hidden className="text-jade" />
        </button>
        <button
          type="button"
          aria-label={labels.cancel}
          onClick={close}
          className={buttonStyle({ tone: "quiet", size: "small", className: "px-1" })}
        >
          <X aria-hidden />
        </button>
      </span>
      {problem && (
        <span id={errorId} role="alert" className="max-w-64 text-xs text-vermilion">
          {problem}
        </span>
      )}
      {newer && (
        <span className="grid max-w-64 gap-1 text-xs text-ink-soft">
          {newer.note}
          <span className="flex flex-wrap gap-1">
            <button type="button" onClick={close} className={buttonStyle({ size: "small" })}>
              {labels.keepTheirs}
            </button>
            <button type="submit" className={buttonStyle({ size: "small" })}>
              {labels.saveMine}
            </button>
          </span>
        </span>
      )}
      {force && (
        <button type="submit" name={force.name} value={force.value} className={buttonStyle({ size: "small" })}>
          {force.label}
        </button>
      )}
    </form>
  );
}
