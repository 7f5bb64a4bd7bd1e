"use client";

import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";
import { useFormState } from "./action-form";
import { controlStyle } from "./control-style";

type Shared = { name: string; label: ReactNode; help?: ReactNode; labelEnd?: ReactNode; className?: string };

/** What a labelled control needs: its id, its error and the value that was typed when its form failed. */
export function useField(name: string, help: ReactNode) {
  const id = useId();
  const { fields, values } = useFormState();
  const error = fields?.[name];
  const describedBy = clsx(help && `${id}-help`, error && `${id}-error`) || undefined;
  const control = { id, name, "aria-invalid": error ? true : undefined, "aria-describedby": describedBy };
  return { id, error, kept: values?.[name], control };
}

type FrameProps = Omit<Shared, "name"> & { id: string; error?: string; children: ReactNode };

/** Label, control, error and help, one below the other. */
export function Frame({ id, label, labelEnd, help, error, className, children }: FrameProps) {
  return (
    <div className={clsx("grid content-start gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-2">
        <label htmlFor={id} className="text-[13px] font-medium">
          {label}
        </label>
        {labelEnd}
      </div>
      {children}
      {error && (
        <p id={`${id}-error`} className="text-[13px] text-vermilion">
          {error}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-[13px] text-ink-soft">
          {help}
        </p>
      )}
    </div>
  );
}

/** A labelled text input that keeps what was typed when its form fails. */
export function Field({ name, label, labelEnd, help, className, ...rest }: Shared & ComponentProps<"input">) {
  const { id, error, kept, control } = useField(name, help);
  const inputClass = clsx(controlStyle, "h-9 w-full", rest.type === "file" && "py-1.5");
  return (
    <Frame {...{ id, label, labelEnd, help, error, className }}>
      <input {...rest} {...control} defaultValue={kept ?? rest.defaultValue} className={inputClass} />
    </Frame>
  );
}

/** A labelled text area. */
export function TextAreaField({
  name,
  label,
  labelEnd,
  help,
  className,
  ...rest
}: Shared & ComponentProps<"textarea">) {
  const { id, error, kept, control } = useField(name, help);
  return (
    <Frame {...{ id, label, labelEnd, help, error, className }}>
      <textarea
        rows={4}
        {...rest}
        {...control}
        defaultValue={kept ?? rest.defaultValue}
        className={clsx(controlStyle, "w-full py-2", rest.spellCheck === false && "font-mono text-[13px]")}
      />
    </Frame>
  );
}

export type Choice = { value: string; label: string };

type SelectProps = Shared & ComponentProps<"select"> & { choices: Choice[]; empty?: string };

/** A labelled choice from a list; the platform's own select, so it works everywhere. */
export function SelectField({ name, label, labelEnd, help, className, choices, empty, ...rest }: SelectProps) {
  const { id, error, kept, control } = useField(name, help);
  const chosen = kept ?? rest.defaultValue;
  return (
    <Frame {...{ id, label, labelEnd, help, error, className }}>
      {/* Keyed, because a reset form does not put a select back on a new default. */}
      <select
        key={String(chosen)}
        {...rest}
        {...control}
        defaultValue={chosen}
        className={clsx(controlStyle, "h-9 w-full")}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
