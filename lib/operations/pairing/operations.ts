import { approvePairing } from "./approve-pairing";
import { cancelPairing } from "./cancel-pairing";
import { collectPairedKey } from "./collect-paired-key";
import { createPairing } from "./create-pairing";
import { lookUpPairing } from "./look-up-pairing";
import { pollPairing } from "./poll-pairing";
import { refusePairing } from "./refuse-pairing";

export const pairingOperations = [
  createPairing,
  pollPairing,
  collectPairedKey,
  cancelPairing,
  lookUpPairing,
  approvePairing,
  refusePairing,
];
