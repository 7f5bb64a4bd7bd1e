import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/** The name under which our spans are made; only these leave the process (lib/integrations/telemetry). */
export const SCOPE = "favcrm";

interface SpanOptions {
  /** Names, counts and ids. Never an argument, an address, a key, or the text of an error. */
  attributes?: Attributes;
  /** Whether it reaches out of the process. */
  isOutward?: boolean;
}

// A proxy until somebody asks for traces; then whatever this makes is real.
const tracer = trace.getTracer(SCOPE);

/** Runs `work` as a step of the trace, if anybody wants traces. A failure is marked; its text stays in the log. */
export function traced<T>(
  name: string,
  { attributes = {}, isOutward = false }: SpanOptions,
  work: (span: Span) => Promise<T>,
) {
  const kind = isOutward ? SpanKind.CLIENT : SpanKind.INTERNAL;
  return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Begins the trace of a request. `work` runs inside; the caller ends the span when the answer has left. */
export function tracedRequest<T>(name: string, attributes: Attributes, work: () => T): { span: Span; result: T } {
  // Strangers' trace ids are not continued: whoever calls would decide what is traced.
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes, root: true });
  return { span, result: context.with(trace.setSpan(context.active(), span), work) };
}
