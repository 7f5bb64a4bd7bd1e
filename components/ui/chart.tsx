import { useFormatter } from "next-intl";
import { axisMarks, spread } from "./chart-scale";
import { Cell, HeadCell, Row, Table } from "./table";

const BAR = 10;
const GAP = 2;
const HEIGHT = 100;
const X_LABELS = 5;

export type ChartPoint = { key: string; label: string; value: number };

type ColumnChartProps = {
  points: readonly ChartPoint[];
  /** What the chart shows, with its most telling number: for those who do not see it. */
  summary: string;
  /** What is counted, written at the axis. */
  axis: string;
  table: { show: string; label: string; value: string };
};

function Columns({ points, top }: { points: readonly ChartPoint[]; top: number }) {
  return points.map(({ key, label, value }, place) => {
    const height = value === 0 ? 0 : Math.max(2, (value / top) * HEIGHT);
    return (
      <g key={key}>
        <rect
          x={place * BAR + GAP / 2}
          y={HEIGHT - height}
          width={BAR - GAP}
          height={height}
          className="fill-jade hover:fill-jade-hover"
        />
        {/* The whole column answers the pointer, or small values could not be read. */}
        <rect x={place * BAR} y={0} width={BAR} height={HEIGHT} fill="transparent">
          <title>{`${label}: ${value}`}</title>
        </rect>
      </g>
    );
  });
}

/** Counts over time as columns, drawn on the server: marked axes, a value for each column on pointing, and all as a table. */
export function ColumnChart({ points, summary, axis, table }: ColumnChartProps) {
  const format = useFormatter();
  const marks = axisMarks(Math.max(0, ...points.map(({ value }) => value)));
  const top = marks.at(-1) ?? 1;
  const width = points.length * BAR;
  return (
    <figure className="grid gap-2">
      <figcaption className="text-xs text-ink-soft">{axis}</figcaption>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-ink-soft" translate="no">
        <div aria-hidden className="flex h-36 flex-col-reverse justify-between text-right leading-none tabular-nums">
          {marks.map((mark) => (
            <span key={mark}>{format.number(mark)}</span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={summary}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-36 w-full"
        >
          {marks.map((mark) => (
            <line
              key={mark}
              x1={0}
              x2={width}
              y1={HEIGHT - (mark / top) * HEIGHT}
              y2={HEIGHT - (mark / top) * HEIGHT}
              vectorEffect="non-scaling-stroke"
              className={mark === 0 ? "stroke-line-strong" : "stroke-line"}
            />
          ))}
          <Columns points={points} top={top} />
        </svg>
        <div aria-hidden className="col-start-2 flex justify-between pt-1">
          {spread(points.length, X_LABELS).map((place) => (
            <span key={place}>{points[place]?.label}</span>
          ))}
        </div>
      </div>
      <details className="text-[13px]">
        <summary className="w-fit text-xs text-ink-soft underline underline-offset-2">{table.show}</summary>
        <div className="mt-2 max-h-72 overflow-y-auto rounded-md border">
          <Table label={axis}>
            <thead>
              <tr>
                <HeadCell>{table.label}</HeadCell>
                <HeadCell className="text-right">{table.value}</HeadCell>
              </tr>
            </thead>
            <tbody translate="no">
              {points.map(({ key, label, value }) => (
                <Row key={key}>
                  <Cell className="py-1">{label}</Cell>
                  <Cell className="py-1 text-right tabular-nums">{format.number(value)}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      </details>
    </figure>
  );
}

export type ChartBar = { key: string; label: string; value: number; note?: string; isData?: boolean };

type BarListProps = { bars: readonly ChartBar[]; label: string; head: { name: string; value: string; note?: string } };

/** Amounts side by side as bars beside their names and numbers; a table to everybody who does not see the bars. */
export function BarList({ bars, label, head }: BarListProps) {
  const format = useFormatter();
  const highest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <table className="w-full text-[13px]" aria-label={label}>
      <thead className="sr-only">
        <tr>
          <th scope="col">{head.name}</th>
          <th scope="col">{head.value}</th>
          {head.note && <th scope="col">{head.note}</th>}
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th
              scope="row"
              className="max-w-28 truncate py-1 pr-3 text-left font-normal"
              translate={bar.isData ? "no" : undefined}
            >
              {bar.label}
            </th>
            <td className="w-full py-1">
              <span className="flex items-center gap-2" translate="no">
                <svg
                  aria-hidden
                  viewBox="0 0 100 10"
                  preserveAspectRatio="none"
                  className="h-3 w-0 flex-1 overflow-hidden rounded-sm bg-sunken"
                >
                  <rect width={(bar.value / highest) * 100} height="10" className="fill-jade" />
                </svg>
                <span className="min-w-8 text-right tabular-nums">{format.number(bar.value)}</span>
              </span>
            </td>
            {head.note && (
              <td className="py-1 pl-3 text-right whitespace-nowrap text-ink-soft tabular-nums" translate="no">
                {bar.note}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
