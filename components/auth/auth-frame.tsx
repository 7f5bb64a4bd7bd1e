import type { ReactNode } from "react";

type Props = { title: ReactNode; lead?: ReactNode; children: ReactNode; foot?: ReactNode };

/** The narrow column in which people sign in, sign up, pair a device or report a key. */
export function AuthFrame({ title, lead, children, foot }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-sm flex-1 content-start gap-6 px-4 pt-12 pb-16 sm:pt-20">
      <header className="grid gap-1.5">
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        {lead && <div className="text-ink-soft">{lead}</div>}
      </header>
      {children}
      {foot && <div className="text-[13px] text-ink-soft">{foot}</div>}
    </div>
  );
}
