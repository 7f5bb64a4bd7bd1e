import type { ComponentProps } from "react";
import { cn } from "./class-names";

/** A dense table that scrolls sideways inside itself on narrow screens. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label={label}>
      <table className={cn("w-full border-collapse text-left text-[13px]", className)} {...rest} />
    </section>
  );
}

export function HeadCell({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn("border-b px-4 py-2 text-xs font-medium whitespace-nowrap text-ink-soft", className)}
      {...rest}
    />
  );
}

export function Row({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("border-b border-line last:border-0 hover:bg-hover/50", className)} {...rest} />;
}

export function Cell({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cn("px-4 py-2.5 align-top", className)} {...rest} />;
}
