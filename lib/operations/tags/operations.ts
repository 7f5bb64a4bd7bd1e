import { attachTags } from "./attach-tags";
import { createTag } from "./create-tag";
import { deleteTag } from "./delete-tag";
import { detachTags } from "./detach-tags";
import { listTags } from "./list-tags";
import { restoreTag } from "./restore-tag";
import { updateTag } from "./update-tag";

export const tagOperations = [listTags, createTag, updateTag, deleteTag, restoreTag, attachTags, detachTags];
