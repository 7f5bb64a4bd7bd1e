import type { ReactNode } from "react";
import { cn } from "./class-names";

type Props = {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  className?: string;
  id?: string;
  tone?: "plain" | "danger";
};

/** A titled block of a page. */
export function Card({ title, description, actions, children, className, id, tone = "plain" }: Props) {
  return (
    <section
      id={id}
      className={cn("rounded-lg border bg-surface", tone === "danger" && "border-vermilion/40", className)}
    >
      {(title || actions) && (
        <header className="flex flex-wrap items-start justify-between gap-3 border-b px-4 py-3">
          <div className="min-w-0">
            {title && <h2 className="text-[15px] font-semibold">{title}</h2>}
            {description && <p className="mt-0.5 max-w-prose text-[13px] text-ink-soft">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}

export function CardBody({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("p-4", className)}>{children}</div>;
}
