import { createTask } from "./create-task";
import { deleteTask } from "./delete-task";
import { getCrmTask } from "./get-crm-task";
import { getTask } from "./get-task";
import { listTasks } from "./list-tasks";
import { restoreTask } from "./restore-task";
import { updateTask } from "./update-task";

export const taskOperations = [listTasks, getTask, getCrmTask, createTask, updateTask, deleteTask, restoreTask];
