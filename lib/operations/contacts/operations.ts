import { createContact } from "./create-contact";
import { deleteContact } from "./delete-contact";
import { getContact } from "./get-contact";
import { listContacts } from "./list-contacts";
import { restoreContact } from "./restore-contact";
import { updateContact } from "./update-contact";

export const contactOperations = [
  listContacts,
  getContact,
  createContact,
  updateContact,
  deleteContact,
  restoreContact,
];
