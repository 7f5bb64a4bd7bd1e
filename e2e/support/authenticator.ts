import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}

/** As much CBOR (RFC 8949) as an authenticator writes. */
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const items = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)]);
  return Buffer.concat([head(5, value.size), ...items]);
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const PRESENT_AND_VERIFIED = 0x05;
const PRESENT = 0x01;
const WITH_CREDENTIAL = 0x40;

interface Options {
  challenge: string;
}

/** A passkey in software: answers challenges as a browser and its authenticator would. */
export class SoftwareAuthenticator {
  readonly id = randomBytes(16);
  counter = 0;
  isVerifying = true;
  private readonly privateKey: KeyObject;
  private readonly coseKey: Buffer;

  constructor(
    private userHandle = "",
    public origin = "http://localhost:3000",
  ) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const entries: [number, Cbor][] = [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ];
    this.privateKey = privateKey;
    this.coseKey = cbor(new Map(entries));
  }

  private authenticatorData(flags: number, more: Buffer = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.counter);
    const presence = this.isVerifying ? PRESENT_AND_VERIFIED : PRESENT;
    return Buffer.concat([sha256(new URL(this.origin).hostname), Buffer.from([flags | presence]), counter, more]);
  }

  private answer(
    type: string,
    { challenge }: Options,
    response: (clientData: Buffer) => Record<string, string>,
  ): string {
    const clientData = Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
    const id = this.id.toString("base64url");
    const parts = { clientDataJSON: clientData.toString("base64url"), ...response(clientData) };
    return JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response: parts });
  }

  /** Creates the passkey. */
  register(options: Options & { user?: { id: string } }): string {
    this.userHandle = options.user?.id ?? this.userHandle;
    const length = Buffer.from([0, this.id.length]);
    const data = this.authenticatorData(
      WITH_CREDENTIAL,
      Buffer.concat([Buffer.alloc(16), length, this.id, this.coseKey]),
    );
    const attestation: [string, Cbor][] = [
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", data],
    ];
    return this.answer("webauthn.create", options, () => ({
      attestationObject: cbor(new Map(attestation)).toString("base64url"),
    }));
  }

  /** Proves to hold it. */
  authenticate(options: Options): string {
    const data = this.authenticatorData(0);
    return this.answer("webauthn.get", options, (clientData) => ({
      authenticatorData: data.toString("base64url"),
      signature: sign("sha256", Buffer.concat([data, sha256(clientData)]), this.privateKey).toString("base64url"),
      userHandle: this.userHandle,
    }));
  }
}
