"use client";

import { Pencil } from "lucide-react";
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useActionState,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { controlStyle } from "@/components/ui/control-style";
import { type FormAction, type FormState, idle } from "@/components/ui/form-state";

type Choice = { id: string; name: string };

const Choices = createContext<Choice[]>([]);

/** Hands the tags that there are to every TagEdit inside, so that they travel once and not with every row. */
export function TagChoices({ tags, children }: { tags: Choice[]; children: ReactNode }) {
  return <Choices value={tags}>{children}</Choices>;
}

type Labels = { edit: string; save: string; cancel: string; none: string; newTag: string };

type Props = {
  /** Gets `id`, `had` and `tag` (repeated), and `newTag`. */
  action: FormAction;
  id: string;
  tagIds: string[];
  href: string;
  labels: Labels;
  children: ReactNode;
};

/** The tags of a row, edited where they stand. */
export function TagEdit({ href, children, ...rest }: Props) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLAnchorElement>(null);
  const close = () => {
    setOpen(false);
    setTimeout(() => opener.current?.focus());
  };
  if (isOpen) return <Editor {...rest} close={close} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the pencil beside it does the same by keyboard
    <span className="group/edit flex min-h-6 items-center gap-1" onDoubleClick={() => setOpen(true)}>
      {children}
      <a
        ref={opener}
        href={href}
        aria-label={rest.labels.edit}
        onClick={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
        className="grid size-6 shrink-0 place-items-center rounded text-ink-faint opacity-0 group-hover/edit:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <Pencil aria-hidden className="size-3.5" />
      </a>
    </span>
  );
}

function Editor({ action, id, tagIds, labels, close }: Omit<Props, "href" | "children"> & { close: () => void }) {
  const tags = useContext(Choices);
  const [state, submit, isPending] = useActionState<FormState, FormData>(action, idle);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input:not([type=hidden])")?.focus(), []);
  useEffect(() => {
    if (state.status === "done") close();
  }, [state, close]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
  };
  return (
    <form ref={form} action={submit} onKeyDown={onKeyDown} className="grid w-56 gap-2 rounded-md border bg-surface p-2">
      <input type="hidden" name="id" value={id} />
      {tagIds.map((tagId) => (
        <input key={tagId} type="hidden" name="had" value={tagId} />
      ))}
      <div className="grid max-h-40 gap-0.5 overflow-y-auto">
        {tags.length === 0 && <p className="text-xs text-ink-soft">{labels.none}</p>}
        {tags.map((tag) => (
          <label key={tag.id} className="flex items-center gap-2 rounded px-1 py-0.5 hover:bg-hover">
            <input
              type="checkbox"
              name="tag"
              value={tag.id}
              defaultChecked={tagIds.includes(tag.id)}
              className="size-4 accent-jade"
            />
            <bdi className="truncate" translate="no">
              {tag.name}
            </bdi>
          </label>
        ))}
      </div>
      <input
        name="newTag"
        aria-label={labels.newTag}
        placeholder={labels.newTag}
        maxLength={60}
        autoComplete="off"
        className={`${controlStyle} h-7 w-full px-2 text-[13px]`}
      />
      {state.status === "error" && (
        <p role="alert" className="text-xs text-vermilion">
          {state.message}
        </p>
      )}
      <span className="flex gap-1">
        <button type="submit" disabled={isPending} className={buttonStyle({ tone: "primary", size: "small" })}>
          {labels.save}
        </button>
        <button type="button" onClick={close} className={buttonStyle({ tone: "quiet", size: "small" })}>
          {labels.cancel}
        </button>
      </span>
    </form>
  );
}
