import { beginPasskeyConfirmation } from "./begin-passkey-confirmation";
import { beginPasskeyRegistration } from "./begin-passkey-registration";
import { beginPasskeySignIn } from "./begin-passkey-sign-in";
import { confirmWithPasskey } from "./confirm-with-passkey";
import { finishPasskeyRegistration } from "./finish-passkey-registration";
import { finishPasskeySignIn } from "./finish-passkey-sign-in";
import { listMyPasskeys } from "./list-my-passkeys";
import { removePasskey } from "./remove-passkey";
import { renamePasskey } from "./rename-passkey";

export const passkeyOperations = [
  beginPasskeySignIn,
  finishPasskeySignIn,
  listMyPasskeys,
  beginPasskeyRegistration,
  finishPasskeyRegistration,
  renamePasskey,
  removePasskey,
  beginPasskeyConfirmation,
  confirmWithPasskey,
];
