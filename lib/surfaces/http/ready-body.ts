import "server-only";

const ready = new WeakMap<Request, Uint8Array>();

/**
 * A request whose body was read already. Our own reader takes the bytes as they are (`readyBody`), so that they make no way
 * through a stream; the Request itself has no body.
 */
export function withReadyBody(request: Request, body: Uint8Array): Request {
  ready.set(request, body);
  return request;
}

/** The bytes that lie ready, or undefined when the body must be read from the request. */
export function readyBody(request: Request): Uint8Array | undefined {
  return ready.get(request);
}
