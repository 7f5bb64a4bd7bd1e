import { dayIn, type Hand, type Named, type Place } from "./hand";

export async function addDeals({ call, say }: Hand, customers: string[]): Promise<Place[]> {
  const pipeline = {
    name: say("Office yoga"),
    stages: [
      { name: say("Asked"), probability: 10 },
      { name: say("Offer sent"), probability: 50 },
      { name: say("Signed"), probability: 100, outcome: "won" },
      { name: say("Not now"), probability: 0, outcome: "lost" },
    ],
  };
  const made = await call<{ pipeline: Named & { version: number } }>("create_pipeline", pipeline);
  await call("update_pipeline", { pipelineId: made.pipeline.id, isDefault: true });
  const deals = [
    ["Harbour Bank, Tuesdays at lunch", "Offer sent", "18600.00"],
    ["Law firm on the 21st floor", "Asked", "7200.00"],
    ["Retreat on Lamma Island", "Asked", "24000.00"],
    ["School sports day", "Signed", "4500.00"],
    ["Hotel rooftop, autumn", "Not now", "12000.00"],
  ] as const;
  const ids: string[] = [];
  for (const [index, [name, stage, amount]] of deals.entries()) {
    const { deal } = await call<{ deal: Named }>("create_deal", {
      ...{ name: say(name), stage: say(stage), amount, pipelineId: made.pipeline.id, accountId: customers[index + 1] },
      ...{ dealType: say("Course"), description: say("Ten people, mats from us."), closingDate: dayIn(9 + index * 5) },
    });
    ids.push(deal.id);
  }
  await call("create_note", { entityType: "deal", entityId: ids[0], body: say("Asks for an invoice each month.") });
  const board = ["Office yoga", "Asked", "Offer sent", "Harbour Bank, Tuesdays at lunch", "Wong Ka-yan"].map(say);
  const one = ["Harbour Bank, Tuesdays at lunch", "Ten people, mats from us.", "Asks for an invoice each month."];
  return [
    { address: "/deals", file: "deals", shows: board },
    { address: "/deals?as=table", file: "deals-table", shows: ["Law firm on the 21st floor", "Signed"].map(say) },
    { address: `/deals/${ids[0]}`, file: "deals-one", shows: [...one, "Course"].map(say) },
    { address: "/deals/new", file: "deals-new", shows: [say("Asked")] },
    { address: "/deals/pipelines", file: "deals-pipelines", shows: ["Office yoga", "Not now"].map(say) },
  ];
}

export async function addTasks({ call, say }: Hand, customers: string[]): Promise<Place[]> {
  const tasks = [
    ["Call Siu-ming about his trial class", 0, "high"],
    ["Order eight cork blocks", -2, "medium"],
    ["Send Ka-yan the prenatal plan", 3, "urgent"],
    ["Renew the insurance of the studio", 12, "low"],
  ] as const;
  const ids: string[] = [];
  for (const [index, [title, days, priority]] of tasks.entries()) {
    const { task } = await call<{ task: Named }>("create_task", {
      ...{ title: say(title), description: say("Mornings are best."), priority, dueDate: dayIn(days) },
      ...{ accountId: customers[index + 1] },
    });
    ids.push(task.id);
  }
  return [
    { address: "/tasks", file: "tasks", shows: ["Order eight cork blocks", "Wong Ka-yan"].map(say) },
    { address: `/tasks/${ids[0]}`, file: "tasks-one", shows: [say(tasks[0][0]), say("Mornings are best.")] },
  ];
}

export async function addViews({ call, say }: Hand): Promise<Place[]> {
  const views = [
    ["customers", "VIPs to call", { lifeStage: "vip" }],
    ["deals", "Signed ones", { as: "table", outcome: "won" }],
    ["tasks", "What is late", { show: "overdue" }],
    ["bookings", "Confirmed ones", { status: "confirmed" }],
  ] as const;
  const places: Place[] = [];
  for (const [page, name, query] of views) {
    const { view } = await call<{ view: Named }>("create_view", { page, name: say(name), query, isShared: true });
    const address = `/${page}?${new URLSearchParams({ ...query, view: view.id })}`;
    places.push({ address, file: `${page}-view`, shows: [say(name)] });
  }
  return places;
}
