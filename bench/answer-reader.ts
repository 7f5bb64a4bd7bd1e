/** One HTTP answer, read to its end. */
export interface HttpAnswer {
  status: number;
  bodyBytes: number;
  /** The body, kept only while `keepBody` is set. */
  body: Buffer | null;
}

const HEAD_END = Buffer.from("\r\n\r\n");

/**
 * Cuts the answers of one keep-alive connection out of its bytes, with a length or in chunks. It knows just enough HTTP
 * to count and check answers, so that the client costs a fraction of the server it measures.
 */
export class AnswerReader {
  keepBody = false;
  private waiting: Buffer = Buffer.alloc(0);

  constructor(private readonly onAnswer: (answer: HttpAnswer) => void) {}

  push(part: Buffer): void {
    this.waiting = this.waiting.length === 0 ? part : Buffer.concat([this.waiting, part]);
    while (this.takeAnswer()) {
      // Another answer may stand behind this one.
    }
  }

  private takeAnswer(): boolean {
    const headEnd = this.waiting.indexOf(HEAD_END);
    if (headEnd === -1) return false;
    const head = this.waiting.toString("latin1", 0, headEnd);
    const from = headEnd + HEAD_END.length;
    const body = /\r\ntransfer-encoding: *chunked/i.test(head) ? this.chunked(from) : this.whole(from, head);
    if (!body) return false;
    this.waiting = this.waiting.subarray(body.end);
    const status = Number(head.slice(9, 12));
    const bodyBytes = body.parts.reduce((sum, part) => sum + part.length, 0);
    this.onAnswer({ status, bodyBytes, body: this.keepBody ? Buffer.concat(body.parts) : null });
    return true;
  }

  private whole(from: number, head: string) {
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const end = from + length;
    return this.waiting.length < end ? undefined : { end, parts: [this.waiting.subarray(from, end)] };
  }

  private chunked(from: number) {
    const parts: Buffer[] = [];
    for (let at = from; ; ) {
      const lineEnd = this.waiting.indexOf("\r\n", at);
      if (lineEnd === -1) return undefined;
      const size = Number.parseInt(this.waiting.toString("latin1", at, lineEnd), 16);
      const end = lineEnd + 2 + size;
      if (this.waiting.length < end + 2) return undefined;
      if (size === 0) return { end: end + 2, parts };
      parts.push(this.waiting.subarray(lineEnd + 2, end));
      at = end + 2;
    }
  }
}
