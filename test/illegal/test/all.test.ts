import "../modules/bytes/orphan.js";
import "./allowed.js";
import "./refused.js";
