import { approvePairing } from "./approve-pairing";
import { cancelPairing } from "./cancel-pairing";
import { checkPairing } from "./check-pairing";
import { collectPairedKey } from "./collect-paired-key";
import { createPairing } from "./create-pairing";
import { findPairing } from "./find-pairing";
import { refusePairing } from "./refuse-pairing";

export const pairingOperations = [
  createPairing,
  checkPairing,
  collectPairedKey,
  cancelPairing,
  findPairing,
  approvePairing,
  refusePairing,
];
