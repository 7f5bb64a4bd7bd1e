// The load generator: a process of its own, so that it shares no event loop with what it measures.
// usage: node load.mjs '{"url":…,"body":…,"connections":8,"durationMs":2000}'; prints one line of JSON.
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { AnswerReader, type HttpAnswer } from "./answer-reader";
import type { LoadJob, LoadResult } from "./load-job";
import { summarize } from "./statistics";

const LINE = "{line}";

function requestOf({ url, method, headers, body }: LoadJob, line: string): Buffer {
  const { host, pathname, search } = new URL(url);
  const text = body.replace(LINE, () => line);
  const sent = {
    host,
    accept: "application/json, text/event-stream",
    ...(method === "POST"
      ? { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }
      : {}),
    ...headers,
  };
  const head = Object.entries(sent).map(([name, value]) => `${name}: ${value.replace(LINE, () => line)}\r\n`);
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${head.join("")}\r\n${text}`);
}

/** The bytes of each next call: always the same ones, or with the next line in them. */
function requests(job: LoadJob): () => Buffer {
  if (!job.lines) {
    const request = requestOf(job, "");
    return () => request;
  }
  const lines = readFileSync(job.lines.file, "utf8").trimEnd().split("\n");
  let at = job.lines.from;
  return () => requestOf(job, lines[at++ % lines.length] ?? "");
}

/** Throws for an answer that is not what was asked for. */
function check(job: LoadJob): (answer: HttpAnswer) => void {
  let expected: number | undefined;
  return ({ status, bodyBytes, body }) => {
    expected ??= bodyBytes;
    const isRight = job.says === null ? bodyBytes === expected : body?.includes(job.says);
    if (status === 200 && isRight) return;
    const text = body ? `: ${body.toString("utf8", 0, 500)}` : `; ${expected} were expected`;
    throw new Error(`${job.url} answered ${status} with ${bodyBytes} bytes${text}`);
  };
}

/** Keeps `connections` calls under way until time or calls are used up. A wrong answer ends the run. */
async function run(job: LoadJob): Promise<LoadResult> {
  const { hostname, port } = new URL(job.url);
  const request = requests(job);
  const verify = check(job);
  const latencies: number[] = [];
  const intervalMs = job.pace === null ? 0 : 1_000 / job.pace;
  let started = 0;
  const begun = performance.now();
  const isOver = () => started >= job.maxCalls || performance.now() - begun >= job.durationMs;

  const drive = () =>
    new Promise<void>((resolve, reject) => {
      let countedFrom = 0;
      const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
      const fail = (error: unknown) => {
        socket.destroy();
        reject(error);
      };
      const send = () => {
        socket.write(request());
      };
      const next = () => {
        if (isOver()) {
          socket.destroy();
          return resolve();
        }
        const now = performance.now();
        countedFrom = job.pace === null ? now : begun + started * intervalMs;
        started += 1;
        if (countedFrom > now) setTimeout(send, countedFrom - now);
        else send();
      };
      const reader = new AnswerReader((answer) => {
        latencies.push(performance.now() - countedFrom);
        try {
          verify(answer);
        } catch (error) {
          return fail(error);
        }
        next();
      });
      reader.keepBody = job.says !== null;
      socket.on("data", (part: Buffer) => reader.push(part));
      socket.on("error", fail);
      // An end that we did not ask for; after our own, the promise is settled and this says nothing.
      socket.on("close", () => reject(new Error(`${job.url} closed a connection`)));
      socket.on("connect", next);
    });

  await Promise.all(Array.from({ length: job.connections }, drive));
  const seconds = (performance.now() - begun) / 1_000;
  return { ...summarize(latencies), calls: latencies.length, perSecond: latencies.length / seconds };
}

const job = JSON.parse(process.argv[2] ?? "{}") as LoadJob;
process.stdout.write(`${JSON.stringify(await run(job))}\n`);
