/** Opens the live feed of a signed-in browser and remembers what it says. `leave` closes it. */
export async function followFeed(url: string, cookie: string) {
  const departure = new AbortController();
  const answer = await fetch(`${url}/api/activity/stream`, { headers: { cookie }, signal: departure.signal });
  const heard = {
    status: answer.status,
    type: answer.headers.get("content-type"),
    /** Which instance serves it, when a proxy says so. */
    servedBy: answer.headers.get("x-served-by"),
    text: "",
    isOver: false,
    leave: () => departure.abort(),
  };
  void (async () => {
    const decoder = new TextDecoder();
    try {
      for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) heard.text += decoder.decode(part);
    } finally {
      heard.isOver = true;
    }
  })().catch(() => {});
  return heard;
}
