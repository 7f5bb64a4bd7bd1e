const LONGEST_LINE = 16 * 1024 * 1024;

/** The non-empty lines of a stream, however it is cut into chunks. A line longer than 16 MB ends the stream. */
export async function* linesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) yield line;
    if (rest.length > LONGEST_LINE) throw new Error("a message is longer than 16 MB");
  }
  if (rest.trim()) yield rest;
}
