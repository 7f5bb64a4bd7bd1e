import { createNote } from "./create-note";
import { deleteNote } from "./delete-note";
import { listNotes } from "./list-notes";
import { restoreNote } from "./restore-note";
import { updateNote } from "./update-note";

export const noteOperations = [listNotes, createNote, updateNote, deleteNote, restoreNote];
