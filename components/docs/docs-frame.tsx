import type { ReactNode } from "react";
import { DocsNav } from "./docs-nav";

type Props = { current: string; title: ReactNode; lead?: ReactNode; children: ReactNode };

/** The frame of a documentation page. */
export function DocsFrame({ current, title, lead, children }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-8 sm:px-8 lg:grid-cols-[12rem_minmax(0,1fr)]">
      <DocsNav current={current} />
      <article className="grid min-w-0 max-w-3xl content-start gap-8">
        <header className="grid gap-2">
          <h1 className="text-3xl font-semibold tracking-tight">{title}</h1>
          {lead && <p className="max-w-prose text-base text-ink-soft">{lead}</p>}
        </header>
        {children}
      </article>
    </div>
  );
}

/** A part of a documentation page. */
export function DocsSection({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}
