/*
 * A pseudo terminal for a simulated unit: prints the path of its port, then carries bytes between the port
 * and
 * standard input and output until its own input ends.
 *
 *     tool <--> /dev/pts/N <--> pty <--> the simulator's pipes
 */
#define _XOPEN_SOURCE 600
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static int carry(int from, int to)
{
	char bytes[4096];
	ssize_t done = 0, length = read(from, bytes, sizeof bytes);
	if (length < 0)
		return errno == EINTR || errno == EIO; /* EIO: nobody has the port open just now */
	if (length == 0)
		return 0;
	while (done < length) {
		ssize_t n = write(to, bytes + done, (size_t)(length - done));
		if (n < 0 && errno != EINTR)
			return 0;
		done += n > 0 ? n : 0;
	}
	return 1;
}

int main(void)
{
	struct termios settings;
	int port, host = posix_openpt(O_RDWR | O_NOCTTY);
	if (host < 0 || grantpt(host) || unlockpt(host) || (port = open(ptsname(host), O_RDWR | O_NOCTTY)) < 0)
		return perror("pty"), 1;
	/* Held open, so that the settings stay and a tool may come and go. */
	if (!tcgetattr(port, &settings)) {
		settings.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG | IEXTEN);
		settings.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON | ISTRIP);
		settings.c_oflag &= ~(tcflag_t)OPOST;
		tcsetattr(port, TCSANOW, &settings);
	}
	printf("%s\n", ptsname(host));
	fflush(stdout);
	for (;;) {
		struct pollfd ends[2] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = host, .events = POLLIN } };
		if (poll(ends, 2, -1) < 0 && errno != EINTR)
			return 1;
		if ((ends[0].revents & (POLLIN | POLLHUP)) && !carry(STDIN_FILENO, host))
			return 0;
		if ((ends[1].revents & POLLIN) && !carry(host, STDOUT_FILENO))
			return 0;
	}
}
