import { listStaff } from "@/lib/operations/team/list-staff";
import { view } from "@/lib/surfaces/portal/view";

/** Who tasks can be given to, as the choices of a form, and the one who looks at the page. */
export async function taskPeople(userId: string | null) {
  const { data } = await view(listStaff, { limit: 100 });
  const people = data.items.map(({ id, name, email }) => ({ value: id, label: name ?? email }));
  const own = data.items.find((member) => member.userId === userId)?.id;
  return { people, own, names: new Map(people.map(({ value, label }) => [value, label])) };
}
