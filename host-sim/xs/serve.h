#ifndef SERVE_H
#define SERVE_H

/* Serves an engine that has been booted, until the host closes the pipe or says quit. */
void serve(void);

/* What the board had spent (boardCost) when it began to serve. */
double serveBootCost(void);

#endif
