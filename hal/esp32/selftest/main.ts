/** The entry of the self-test image: the unit's doors, held to their contract on the unit itself. */
import { startSelftest } from "../../../modules/selftest/selftest.js";
import { readBoard } from "../doors/board.js";
import { openDoors } from "../doors/doors.js";

startSelftest(openDoors(readBoard()));
