import "./allowed.js";
import "./refused.js";
