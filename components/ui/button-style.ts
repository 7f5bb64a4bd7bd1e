import { cva, type VariantProps } from "class-variance-authority";

export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        primary: "bg-jade text-on-jade hover:bg-jade-hover",
        plain: "border border-line bg-surface text-ink hover:bg-hover",
        quiet: "text-ink-soft hover:bg-hover hover:text-ink",
        danger: "bg-vermilion text-on-vermilion hover:bg-vermilion-hover",
        dangerPlain: "border border-line bg-surface text-vermilion hover:bg-vermilion-soft",
      },
      size: {
        small: "h-7 px-2.5 text-[13px]",
        medium: "h-9 px-3.5 text-sm",
        large: "h-11 px-5 text-[15px]",
        icon: "size-8",
      },
    },
    defaultVariants: { tone: "plain", size: "medium" },
  },
);

export type ButtonStyle = VariantProps<typeof buttonStyle>;
