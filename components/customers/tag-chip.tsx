import type { CustomerTag } from "./customer";

/** A tag with its colour as a dot; the colour is decoration, the name says it. */
export function TagChip({ tag }: { tag: CustomerTag }) {
  return (
    <span className="inline-flex max-w-40 items-center gap-1 rounded bg-hover px-1.5 py-px text-xs" translate="no">
      {tag.color && (
        <svg aria-hidden viewBox="0 0 8 8" className="size-2 shrink-0">
          <circle cx="4" cy="4" r="4" fill={tag.color} />
        </svg>
      )}
      <bdi className="truncate">{tag.name}</bdi>
    </span>
  );
}
