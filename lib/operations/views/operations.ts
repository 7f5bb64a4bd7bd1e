import "server-only";
import type { AnyOperation } from "@/lib/kernel/operation";
import { createView } from "./create-view";
import { deleteView } from "./delete-view";
import { listViews } from "./list-views";
import { restoreView } from "./restore-view";
import { updateView } from "./update-view";

export const viewOperations: readonly AnyOperation[] = [listViews, createView, updateView, deleteView, restoreView];
