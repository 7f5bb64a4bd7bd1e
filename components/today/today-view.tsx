import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { Booking } from "@/components/bookings/booking";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Roster, type RosterActions } from "./roster";

type Lesson = {
  occurrenceId: string;
  serviceName: string;
  staffName: string | null;
  resourceName: string | null;
  startTime: string;
  endTime: string;
  capacity: number;
  taken: number;
  waiting: number;
};

type Props = {
  bookings: Booking[];
  classes: Lesson[];
  closures: { id: string; reason: string | null; staffId: string | null }[];
  now: number;
  actions?: RosterActions;
};

type Block = { key: string; start: string; end: string; lesson?: Lesson; bookings: Booking[] };

/** One block for each class date and each appointment, by start. */
function blocksOf({ bookings, classes }: Props): Block[] {
  const lessons = classes.map((lesson) => ({
    key: lesson.occurrenceId,
    start: lesson.startTime,
    end: lesson.endTime,
    lesson,
    bookings: bookings.filter(({ occurrenceId }) => occurrenceId === lesson.occurrenceId),
  }));
  const shown = new Set(classes.map(({ occurrenceId }) => occurrenceId));
  const alone = bookings
    .filter(({ occurrenceId }) => occurrenceId === null || !shown.has(occurrenceId))
    .map((booking) => ({ key: booking.id, start: booking.startTime, end: booking.endTime, bookings: [booking] }));
  return [...lessons, ...alone].sort((a, b) => a.start.localeCompare(b.start));
}

function Heading({ block: { start, end, lesson, bookings } }: { block: Block }) {
  const t = useTranslations("calendar");
  const format = useFormatter();
  const time = format.dateTimeRange(new Date(start), new Date(end), {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  if (!lesson) {
    return (
      <span translate="no">
        {time} {bookings[0]?.serviceName}
      </span>
    );
  }
  return (
    <span translate="no">
      {time}{" "}
      <Link href={`/calendar/${lesson.occurrenceId}`} prefetch={false} className="hover:underline">
        {lesson.serviceName}
      </Link>
      <span className="block text-[13px] font-normal text-ink-soft">
        {[
          lesson.staffName,
          lesson.resourceName,
          t("places", { taken: lesson.taken, capacity: lesson.capacity }),
          lesson.waiting > 0 && t("waiting", { count: lesson.waiting }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </span>
  );
}

/** The rosters of a day. What is over moves below what comes. */
export function TodayView(props: Props) {
  const t = useTranslations("today");
  const calendar = useTranslations("calendar");
  const { now, actions, closures } = props;
  const blocks = blocksOf(props);
  const isOver = ({ end }: Block) => Date.parse(end) < now;
  const sections = [
    { title: t("coming"), blocks: blocks.filter((block) => !isOver(block)) },
    { title: t("over"), blocks: blocks.filter(isOver) },
  ];
  return (
    <>
      {closures.length > 0 && (
        <p className="text-[13px] text-ink-soft">
          {closures.map(({ id, reason, staffId }) => (
            <span key={id} translate="no" className="block">
              {reason ?? (staffId ? calendar("away") : calendar("closed"))}
            </span>
          ))}
        </p>
      )}
      {blocks.length === 0 && (
        <Card>
          <EmptyState title={t("emptyTitle")} sentence={t("emptySentence")}>
            {t("emptyBody")}
          </EmptyState>
        </Card>
      )}
      {sections
        .filter((section) => section.blocks.length > 0)
        .map((section) => (
          <section key={section.title} className="grid gap-3" aria-label={section.title}>
            <p className="text-xs font-medium text-ink-soft">{section.title}</p>
            {section.blocks.map((block) => (
              <Card key={block.key} title={<Heading block={block} />}>
                {block.bookings.length > 0 ? (
                  <Roster bookings={block.bookings} {...{ now, actions }} />
                ) : (
                  <p className="px-4 py-3 text-[13px] text-ink-soft">{t("nobody")}</p>
                )}
              </Card>
            ))}
          </section>
        ))}
    </>
  );
}
