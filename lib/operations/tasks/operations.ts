import { createTask } from "./create-task";
import { deleteTask } from "./delete-task";
import { getTask } from "./get-task";
import { listTasks } from "./list-tasks";
import { restoreTask } from "./restore-task";
import { updateTask } from "./update-task";

export const taskOperations = [listTasks, getTask, createTask, updateTask, deleteTask, restoreTask];
