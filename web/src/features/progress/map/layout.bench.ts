import { bench } from "vitest";
import { layOut } from "@/features/progress/map/layout";
import { manySkills } from "@/features/progress/map/sample";

const graph = manySkills(300);

bench("the layout of 300 skills, at most 200 ms", () => {
  layOut(graph, { width: 1040, height: 860 });
});
