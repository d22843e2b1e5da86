// Refused: no orphans in test
export const unused = 0;
