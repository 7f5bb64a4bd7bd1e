import type { ComponentProps, ReactNode } from "react";

/** A checkbox or radio button with its label beside it. */
export function Checkbox({
  label,
  help,
  type = "checkbox",
  ...rest
}: ComponentProps<"input"> & { label: ReactNode; help?: ReactNode }) {
  return (
    <label className="flex items-start gap-2.5 text-sm">
      <input type={type} className="mt-0.5 size-4 shrink-0 accent-jade" {...rest} />
      <span className="min-w-0">
        {label}
        {help && <span className="block text-[13px] text-ink-soft">{help}</span>}
      </span>
    </label>
  );
}
