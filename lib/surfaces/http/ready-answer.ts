import "server-only";

const ready = new WeakMap<Response, readonly Uint8Array[]>();

/**
 * An answer whose bytes lie ready. Our own socket writes them as they are (`readyParts`); to anybody else it is an ordinary
 * Response, which copies them through a stream.
 */
export function readyAnswer(parts: readonly Uint8Array[], headers: Record<string, string>): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        for (const part of parts) controller.enqueue(part);
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const answer = new Response(body, { headers });
  ready.set(answer, parts);
  return answer;
}

/** The bytes of an answer that lie ready, or undefined when its body must be read. */
export function readyParts(answer: Response): readonly Uint8Array[] | undefined {
  return ready.get(answer);
}
