// The load generator: a process of its own, so that it shares no event loop with what it measures.
// usage: node load.mjs '{"url":…,"body":…,"connections":8,"durationMs":2000}'; prints one line of JSON.
import { connect, type Socket } from "node:net";
import { AnswerReader } from "./answer-reader";
import type { LoadJob, LoadResult } from "./load-job";
import { summarize } from "./statistics";

function requestOf(job: LoadJob): Buffer {
  const { host, pathname } = new URL(job.url);
  const headers = Object.entries({
    host,
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "content-length": String(Buffer.byteLength(job.body)),
    ...job.headers,
  });
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${head}\r\n${job.body}`);
}

/** Keeps `connections` calls under way until time or calls are used up. A wrong answer ends the run. */
async function run(job: LoadJob): Promise<LoadResult> {
  const { hostname, port } = new URL(job.url);
  const request = requestOf(job);
  const latencies: number[] = [];
  let started = 0;
  let expected: number | undefined;
  const begun = performance.now();
  const isOver = () => started >= job.maxCalls || performance.now() - begun >= job.durationMs;

  const drive = () =>
    new Promise<void>((resolve, reject) => {
      let sentAt = 0;
      const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
      const next = () => {
        if (isOver()) {
          socket.destroy();
          return resolve();
        }
        started += 1;
        sentAt = performance.now();
        socket.write(request);
      };
      const reader = new AnswerReader(({ status, bodyBytes }) => {
        expected ??= bodyBytes;
        if (status !== 200 || bodyBytes !== expected) {
          socket.destroy();
          return reject(new Error(`${job.url} answered ${status} with ${bodyBytes} bytes; ${expected} were expected`));
        }
        latencies.push(performance.now() - sentAt);
        next();
      });
      socket.on("data", (part: Buffer) => reader.push(part));
      socket.on("error", reject);
      socket.on("connect", next);
    });

  await Promise.all(Array.from({ length: job.connections }, drive));
  const seconds = (performance.now() - begun) / 1_000;
  return { ...summarize(latencies), calls: latencies.length, perSecond: latencies.length / seconds };
}

const job = JSON.parse(process.argv[2] ?? "{}") as LoadJob;
process.stdout.write(`${JSON.stringify(await run(job))}\n`);
