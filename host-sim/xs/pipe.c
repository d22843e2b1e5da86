/* Blocking reads and writes of whole frames. */
#include "pipe.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* @return bytes read: less than `length` only at the end of the pipe or on an error */
static size_t readFully(uint8_t *buffer, size_t length)
{
	size_t done = 0;
	while (done < length) {
		ssize_t n = read(STDIN_FILENO, buffer + done, length - done);
		if (n == 0 || (n < 0 && errno != EINTR))
			break;
		if (n > 0)
			done += (size_t)n;
	}
	return done;
}

PipeState pipeReadHeader(PipeHeader *header)
{
	uint8_t bytes[5];
	size_t got = readFully(bytes, sizeof bytes);
	if (got != sizeof bytes)
		return got == 0 ? PIPE_CLOSED : PIPE_BROKEN;
	header->length = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16
		| (uint32_t)bytes[3] << 24;
	header->kind = bytes[4];
	return PIPE_OK;
}

PipeState pipeReadPayload(uint8_t *payload, uint32_t length)
{
	return readFully(payload, length) == length ? PIPE_OK : PIPE_BROKEN;
}

PipeState pipeReadPixels(uint8_t *pixels, uint32_t length)
{
	return pipeReadPayload(pixels, length);
}

PipeState pipeWrite(FromUnit kind, const uint8_t *payload, uint32_t length)
{
	uint8_t header[5] = { (uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
		(uint8_t)(length >> 24), (uint8_t)kind };
	struct iovec parts[2] = { { header, sizeof header }, { (void *)payload, length } };
	struct iovec *part = parts;
	while (part < parts + 2) {
		/*
		 * One system call for a whole frame in the usual case, since a frame goes out for every flash access.
		 */
		ssize_t n = writev(STDOUT_FILENO, part, (int)(parts + 2 - part));
		if (n < 0 && errno != EINTR)
			return PIPE_BROKEN;
		while (part < parts + 2 && n >= 0 && (size_t)n >= part->iov_len)
			n -= (ssize_t)(part++)->iov_len;
		if (part < parts + 2 && n > 0) {
			part->iov_base = (uint8_t *)part->iov_base + n;
			part->iov_len -= (size_t)n;
		}
	}
	return PIPE_OK;
}
