import type { ReactNode } from "react";
import { cn } from "./class-names";

const tones = {
  neutral: "bg-hover text-ink-soft",
  ok: "bg-jade-soft text-jade",
  warning: "bg-amber-soft text-amber",
  danger: "bg-vermilion-soft text-vermilion",
};

/** A word of status. Colour is never the only sign: the word says it too. */
export function Badge({
  tone = "neutral",
  children,
  className,
}: {
  tone?: keyof typeof tones;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 rounded px-1.5 py-px text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
