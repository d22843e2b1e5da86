/** The firmware's entry on ESP32-S3. */
import { assert } from "../../modules/bytes/assert.js";
import { fromHex } from "../../modules/bytes/bytes.js";
import { startUnit } from "../../modules/unit/unit.js";
import { readBoard, readBuild } from "./doors/board.js";
import { openDoors } from "./doors/doors.js";

const { softwareVersion, firmwareVersion, bundleHash } = readBuild();
const hash = fromHex(bundleHash);
assert(hash?.length === 32, "a bundle's hash is 32 bytes in hexadecimal");
trace(`firmware ${softwareVersion} ${bundleHash}\n`);
startUnit(openDoors(readBoard()), { softwareVersion, firmwareVersion, bundleHash: hash });
