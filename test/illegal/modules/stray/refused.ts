// Refused: folder outside the table
import "../bytes/allowed.js";
