/** A worker thread does not inherit the hooks that let Node run TypeScript. */
import { register } from "tsx/esm/api";

register();
await import("./check-thread.ts");
