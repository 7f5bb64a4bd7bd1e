import { clsx } from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const looks = {
  danger: { icon: CircleAlert, box: "border-vermilion/30 bg-vermilion-soft", mark: "text-vermilion" },
  warning: { icon: TriangleAlert, box: "border-amber/30 bg-amber-soft", mark: "text-amber" },
  ok: { icon: CircleCheck, box: "border-jade/30 bg-jade-soft", mark: "text-jade" },
  info: { icon: Info, box: "border-line bg-sunken", mark: "text-ink-soft" },
};

type Props = {
  tone?: keyof typeof looks;
  children: ReactNode;
  hint?: ReactNode;
  link?: { href: string; label: string };
  className?: string;
};

/** A message in the flow of the page; failures are announced at once, the rest politely. */
export function Alert({ tone = "info", children, hint, link, className }: Props) {
  const look = looks[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      tabIndex={-1}
      className={clsx("flex gap-2.5 rounded-md border px-3 py-2.5 text-[13px] outline-none", look.box, className)}
    >
      <look.icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", look.mark)} />
      <div className="min-w-0">
        <div className="text-ink">{children}</div>
        {hint && <div className="mt-0.5 text-ink-soft">{hint}</div>}
        {link && (
          <a href={link.href} className="mt-1 inline-block font-medium underline underline-offset-2">
            {link.label}
          </a>
        )}
      </div>
    </div>
  );
}
