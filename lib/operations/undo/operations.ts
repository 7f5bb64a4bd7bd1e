import { undoChange } from "./undo-change";

export const undoOperations = [undoChange];
