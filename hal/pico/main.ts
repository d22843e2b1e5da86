/** The firmware's entry on RP2350. */
import { assert } from "../../modules/bytes/assert.js";
import { fromHex } from "../../modules/bytes/bytes.js";
import { startUnit } from "../../modules/unit/unit.js";
import { readBoardAs, readBuild } from "../esp32/doors/board.js";
import { openDoors, type PicoBoard } from "./doors/doors.js";

const { softwareVersion, firmwareVersion, bundleHash } = readBuild();
const hash = fromHex(bundleHash);
assert(hash?.length === 32, "a bundle's hash is 32 bytes in hexadecimal");
trace(`firmware ${softwareVersion} ${bundleHash}\n`);
startUnit(openDoors(readBoardAs<PicoBoard>()), { softwareVersion, firmwareVersion, bundleHash: hash });
