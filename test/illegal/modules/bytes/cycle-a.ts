// Refused: no cycles
import { b } from "./cycle-b.js";

export type A = number;
export const a = b;
