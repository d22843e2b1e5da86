/* The unit's end of the pipe, whatever the pipe is made of: events come in, calls and posts go out. */
#include "serve.h"

#include <string.h>

#include "board.h"
#include "engine.h"
#include "pipe.h"

#define STATS_BYTES 48u

static uint8_t frame[FRAME_BYTES];
static uint8_t reply[PAYLOAD_MAX];
static uint32_t longestReply;
static double bootCost;

static void acceptFrame(uint32_t length);
static void putStats(uint8_t *out);

/* Events until the host closes the pipe; "idle" after the start and after each event. */
void serve(void)
{
	static uint8_t payload[PAYLOAD_MAX];
	PipeHeader header;
	PipeState state;
	uint8_t stats[STATS_BYTES];
	bootCost = boardCost();
	pipeWrite(FROM_UNIT_IDLE, NULL, 0);
	while ((state = pipeReadHeader(&header)) == PIPE_OK) {
		if (header.kind == TO_UNIT_FRAME) {
			acceptFrame(header.length);
			continue;
		}
		if (header.length > sizeof payload || pipeReadPayload(payload, header.length) != PIPE_OK)
			boardStopped(EXIT_PIPE_PROTOCOL, "frame too long or cut short");
		switch (header.kind) {
		case TO_UNIT_EVENT:
			engineDeliver(payload, header.length);
			/* A device has no bridge in which a secret could stay behind. */
			memset(payload, 0, header.length);
			memset(reply, 0, longestReply);
			longestReply = 0;
			pipeWrite(FROM_UNIT_IDLE, NULL, 0);
			break;
		case TO_UNIT_COLLECT:
			engineCollect();
			/* fallthrough */
		case TO_UNIT_STATS:
			putStats(stats);
			pipeWrite(FROM_UNIT_STATS, stats, sizeof stats);
			break;
		case TO_UNIT_QUIT:
			return;
		default:
			boardStopped(EXIT_PIPE_PROTOCOL, "unknown or unexpected frame");
		}
	}
	if (state != PIPE_CLOSED)
		boardStopped(EXIT_PIPE_PROTOCOL, "pipe ended inside a frame");
}

double serveBootCost(void)
{
	return bootCost;
}

static void acceptFrame(uint32_t length)
{
	if (length > sizeof frame || pipeReadPixels(frame, length) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "camera frame too long or cut short");
}

const uint8_t *boardCall(const uint8_t *request, uint32_t length, uint32_t *replyLength)
{
	PipeHeader header;
	if (pipeWrite(FROM_UNIT_CALL, request, length) != PIPE_OK || pipeReadHeader(&header) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "the host went away during a call");
	/* The reply to a camera read comes after its pixels. */
	while (header.kind == TO_UNIT_FRAME) {
		acceptFrame(header.length);
		if (pipeReadHeader(&header) != PIPE_OK)
			boardStopped(EXIT_PIPE_PROTOCOL, "the host went away during a call");
	}
	if (header.kind != TO_UNIT_REPLY || header.length > sizeof reply
			|| pipeReadPayload(reply, header.length) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "no proper reply to a call");
	*replyLength = header.length;
	if (longestReply < header.length)
		longestReply = header.length;
	return reply;
}

void boardPost(const uint8_t *message, uint32_t length)
{
	if (pipeWrite(FROM_UNIT_POST, message, length) != PIPE_OK)
		boardStopped(EXIT_PIPE_PROTOCOL, "the host went away");
}

uint8_t *boardFrame(void)
{
	return frame;
}

void boardStopped(ExitCode code, const char *message)
{
	uint8_t payload[1 + STATS_BYTES + 512];
	size_t textLength = strlen(message);
	if (textLength > 512)
		textLength = 512;
	payload[0] = (uint8_t)code;
	putStats(payload + 1);
	memcpy(payload + 1 + STATS_BYTES, message, textLength);
	/* Told over the pipe for the host, and by exit status for whoever runs this by hand. */
	pipeWrite(FROM_UNIT_FATAL, payload, (uint32_t)(1 + STATS_BYTES + textLength));
	boardExit(code);
}

static void putStats(uint8_t *out)
{
	EngineStats stats = engineStats();
	uint32_t words[STATS_BYTES / 4] = { stats.peakChunkBytes, stats.peakSlotBytes, stats.peakStackBytes,
		stats.chunkLimitBytes, stats.slotLimitBytes, stats.stackLimitBytes, stats.aliasBytes, stats.keyCount,
		(uint32_t)stats.computrons, (uint32_t)(stats.computrons >> 32), stats.chunkBytes, stats.slotBytes };
	size_t i;
	for (i = 0; i < STATS_BYTES; i++)
		out[i] = (uint8_t)(words[i / 4] >> 8 * (i % 4));
}
