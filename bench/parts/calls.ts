import { compare } from "../measures";
import type { Part, Plan, Scene } from "../section";
import type { Subject } from "../subjects";
import { HEAD, numbersOf, table } from "../tables";
import { type Rounds, rateRatio, roundsOf, type Target } from "../targets";

/** One kind of call, and everybody who answers it. */
export interface Topic {
  name: string;
  heading: string;
  lead(scene: Scene): string;
  /** The one that the others are compared with. */
  ours: string;
  subjects(scene: Scene): Promise<Subject[]>;
  /** Promises, held against the rounds at 8 connections. */
  judge(atEight: Rounds): Target[];
}

/** Compares the subjects of a topic at each number of connections. */
export const comparing = (topic: Topic): Part => ({
  name: topic.name,
  async measure(scene) {
    const subjects = await topic.subjects(scene);
    const { plan } = scene;
    await compare(subjects, { connections: 8, rounds: 1, roundMs: plan.atEight.roundMs });
    const runs = [];
    for (const turns of inOrder(plan)) runs.push({ turns, ...(await compare(subjects, turns)) });
    await scene.cast.end("usual");
    const atEight = runs.find(({ turns }) => turns === plan.atEight);
    const rows = runs.flatMap(({ turns, rounds }) => rowsOf(topic, subjects, turns.connections, rounds));
    return {
      heading: topic.heading,
      body: `${topic.lead(scene)}\n\n${table(["calls at a time", "", "by ours", ...HEAD], rows)}`,
      targets: atEight ? topic.judge(atEight.rounds) : [],
      othersAtMost: Math.max(...runs.map(({ othersAtMost }) => othersAtMost)),
    };
  },
});

const inOrder = (plan: Plan) => [plan.atEight, ...plan.around].sort((a, b) => a.connections - b.connections);

function rowsOf({ ours }: Topic, subjects: readonly Subject[], connections: number, rounds: Rounds): string[][] {
  return subjects.map(({ id, title }) => [
    String(connections),
    title,
    rateRatio(rounds, id, ours).toFixed(2),
    ...numbersOf(roundsOf(rounds, id)),
  ]);
}
