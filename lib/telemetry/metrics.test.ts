import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetSingleton } from "@/lib/singleton";
import { counter, gauge, histogram, readMetrics, totalOf } from "./metrics";
import { renderPrometheus } from "./prometheus";

const described = (name: string, labels: string[] = []) => ({ name, help: "Something.", labels });
const text = async () => renderPrometheus(await readMetrics());

beforeEach(() => forgetSingleton("metrics"));
afterEach(() => void vi.useRealTimers());

describe("a metric", () => {
  it("counts by its labels", async () => {
    const seen = counter(described("seen_total", ["kind", "colour"]));
    seen.add(["cat", "grey"]);
    seen.add(["cat", "grey"], 2);
    seen.add(["dog", 'a "b"\\\n']);
    expect(await text()).toBe(
      [
        "# HELP seen_total Something.",
        "# TYPE seen_total counter",
        'seen_total{kind="cat",colour="grey"} 3',
        'seen_total{kind="dog",colour="a \\"b\\"\\\\\\n"} 1',
        "",
      ].join("\n"),
    );
  });

  it("is one for every copy of the code that asks for it", async () => {
    counter(described("seen_total")).add([]);
    counter(described("seen_total")).add([]);
    expect(await text()).toContain("seen_total 2");
  });

  it("sorts durations into buckets that hold all the smaller ones", async () => {
    const took = histogram(described("took_seconds"));
    for (const seconds of [0.0004, 0.001, 0.3, 99]) took.record([], seconds);
    const lines = (await text()).split("\n");
    const buckets = lines.filter((line) => line.startsWith("took_seconds_bucket"));
    expect(buckets).toContain('took_seconds_bucket{le="0.0005"} 1');
    expect(buckets).toContain('took_seconds_bucket{le="0.001"} 2');
    expect(buckets).toContain('took_seconds_bucket{le="0.5"} 3');
    expect(buckets.at(-1)).toBe('took_seconds_bucket{le="+Inf"} 4');
    expect(lines).toContain("took_seconds_count 4");
    expect(lines).toContain("took_seconds_sum 99.3014");
  });

  it("that cannot be read now is left out, and the others are shown", async () => {
    vi.useFakeTimers();
    gauge(described("broken"), () => Promise.reject(new Error("no database")));
    gauge(described("thrown"), () => {
      throw new Error("no database");
    });
    gauge(described("stuck"), () => new Promise(() => {}));
    gauge(described("temperature"), () => [{ values: [], value: 21.5 }]);
    totalOf(described("worked_seconds_total"), () => 7);
    const shown = text();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(((await shown).match(/^[a-z_]+ .*$/gm) ?? []).sort()).toEqual([
      "temperature 21.5",
      "worked_seconds_total 7",
    ]);
  });
});
