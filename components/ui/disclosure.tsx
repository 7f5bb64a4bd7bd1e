import type { ReactNode } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";
import { cn } from "./class-names";

type Props = ButtonStyle & { label: ReactNode; children: ReactNode; className?: string; "aria-label"?: string };

/** A button that unfolds a form below it. The platform's own, so it opens without any script. */
export function Disclosure({ label, children, className, tone, size = "small", ...rest }: Props) {
  return (
    <details className={cn("group/disclosure min-w-0 open:basis-full", className)}>
      <summary className={cn(buttonStyle({ tone, size }), "list-none group-open/disclosure:bg-hover")} {...rest}>
        {label}
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  );
}
