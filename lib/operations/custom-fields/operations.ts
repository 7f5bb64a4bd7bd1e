import { createCustomField } from "./create-custom-field";
import { deleteCustomField } from "./delete-custom-field";
import { getCustomField } from "./get-custom-field";
import { listCustomFields } from "./list-custom-fields";
import { restoreCustomField } from "./restore-custom-field";
import { setCustomFieldValues } from "./set-custom-field-values";
import { updateCustomField } from "./update-custom-field";

export const customFieldOperations = [
  listCustomFields,
  getCustomField,
  createCustomField,
  updateCustomField,
  deleteCustomField,
  restoreCustomField,
  setCustomFieldValues,
];
