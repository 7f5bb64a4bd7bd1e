import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

type Props = {
  id: string;
  trigger: ReactNode;
  triggerClassName?: string;
  triggerLabel?: string;
  placement?: "below" | "below-end" | "above";
  children: ReactNode;
  className?: string;
};

const places = { below: "menu-below", "below-end": "menu-below-end", above: "menu-above" };

/** A button that opens a small panel of links and actions. The platform's popover: Escape, a click outside, no script. */
export function Menu({ id, trigger, triggerClassName, triggerLabel, placement = "below", children, className }: Props) {
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={triggerLabel} className={triggerClassName}>
        {trigger}
      </button>
      <div
        id={id}
        popover="auto"
        className={cn("menu min-w-48 rounded-lg p-1 text-[13px] shadow-float", places[placement], className)}
      >
        {children}
      </div>
    </>
  );
}

export const menuItemStyle =
  "flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-faint";

export function MenuButton({ className, type = "submit", ...rest }: ComponentProps<"button">) {
  return <button type={type} className={cn(menuItemStyle, className)} {...rest} />;
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <p className="px-2.5 pt-1.5 pb-1 text-xs text-ink-faint">{children}</p>;
}

export function MenuRule() {
  return <hr className="my-1 border-line" />;
}
