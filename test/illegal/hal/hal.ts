// Refused: imports of hal/hal.ts
import "./imported-by-doors.js";

export interface Clock {
	nowMs(): number;
}
