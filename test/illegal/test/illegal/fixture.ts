export const fixture = 0;
