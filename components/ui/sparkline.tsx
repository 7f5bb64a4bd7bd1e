type Props = { values: readonly number[]; label: string };

const HEIGHT = 20;
const STEP = 3;

/** A row of small bars, one a day, drawn on the server; the label says in words what it shows. */
export function Sparkline({ values, label }: Props) {
  const highest = Math.max(1, ...values);
  return (
    <svg role="img" aria-label={label} width={values.length * STEP} height={HEIGHT} className="text-jade">
      {values.map((value, day) => {
        const height = value === 0 ? 1 : Math.max(2, (value / highest) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day's place is its identity
            key={day}
            x={day * STEP}
            y={HEIGHT - height}
            width={STEP - 1}
            height={height}
            fill="currentColor"
            opacity={value === 0 ? 0.3 : 1}
          />
        );
      })}
    </svg>
  );
}
