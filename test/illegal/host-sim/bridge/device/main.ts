import "../../../modules/selftest/refused.js";
import "./allowed.js";
import "./refused.js";
