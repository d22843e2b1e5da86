#ifndef UART_H
#define UART_H

/* Before the first use of the pipe. */
void uartStart(void);

#endif
