import type { A } from "./cycle-a.js";

export const b: A = 0;
