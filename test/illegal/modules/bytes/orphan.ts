// Refused: no orphans
export const unused = 0;
