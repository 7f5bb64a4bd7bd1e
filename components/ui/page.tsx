import type { ReactNode } from "react";
import { cn } from "./class-names";

type Props = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** The frame of a signed-in page: heading, one line of sense, actions, content. */
export function Page({ title, description, actions, children, className }: Props) {
  return (
    <div className={cn("mx-auto grid w-full max-w-6xl content-start gap-5 px-4 py-6 sm:px-8", className)}>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {description && <p className="mt-1 max-w-prose text-ink-soft">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
