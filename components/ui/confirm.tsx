import type { ReactNode } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";
import { cn } from "./class-names";

type Props = ButtonStyle & {
  /** What stands on the button that asks. */
  label: ReactNode;
  /** What will be lost. */
  warning: ReactNode;
  /** The form that does it. */
  children: ReactNode;
  "aria-label"?: string;
};

/** A button that first says what will be lost, then shows the form that does it. Opens without any script. */
export function Confirm({ label, warning, children, tone = "dangerPlain", size = "small", ...rest }: Props) {
  return (
    <details className="group min-w-0 text-left">
      <summary className={cn(buttonStyle({ tone, size }), "list-none group-open:bg-hover")} {...rest}>
        {label}
      </summary>
      <div className="mt-2 grid max-w-sm gap-2 rounded-md border border-vermilion/40 bg-surface p-3 text-[13px]">
        <p>{warning}</p>
        {children}
      </div>
    </details>
  );
}
