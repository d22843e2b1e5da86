/*
 * The twin's program: it stands where the engine would, and answers the commands of ../commands.ts for palms
 * as ../device.ts does, but for enrolment.
 */
#include <string.h>

#include "board.h"
#include "crypto.h"
#include "engine.h"
#include "serve.h"
#include "twin.h"

/* As in ../commands.ts. */
enum { VERIFY = 2, STAGES = 3, BOOT = 4, WORST = 5, TRACE = 6, RECORD = 7 };

/* Any score leads the mean by this many 256ths of it. */
#define NO_LEAD (-256)

static struct {
	Region region;
	Hand hand;
	int8_t code[FEATURES + SHAPE_LENGTHS];
	Search search;
	Reference reference;
	int32_t lastPlace[4];
} path;

static double answer[48];
static uint32_t answerCount;

static void put(double value)
{
	answer[answerCount++] = value;
}

static void wipeProbe(void)
{
	memset(path.code, 0, sizeof path.code);
	wipeSearch(&path.search);
	wipeReference(&path.reference);
}

static Refusal acquire(const Frame *frame)
{
	Region *region = &path.region;
	Refusal refusal;
	memcpy(path.lastPlace, region->place, sizeof path.lastPlace);
	refusal = locateInto(region, &path.hand, frame);
	if (!refusal)
		refusal = assess(region);
	if (!refusal && motionBetween(region->place, path.lastPlace) > MOTION_MAX)
		refusal = MOVING;
	if (!refusal)
		refusal = extractInto(path.code, region);
	memset(region->pixels, 0, sizeof region->pixels + sizeof region->mask + sizeof region->shape);
	memset(&path.hand, 0, sizeof path.hand);
	if (refusal)
		memset(path.code, 0, sizeof path.code);
	return refusal;
}

static int decode(int32_t found)
{
	const Search *search = &path.search;
	int32_t i;
	for (i = 0; i < found; i++)
		if (isMatch(&path.reference, search, layOutAt(&path.search, path.code, search->candidates + i)))
			return 1;
	return 0;
}

static int compare(void)
{
	int isAccepted = openRecord(&path.reference)
		&& decode(searchPoses(&path.search, path.code, &path.reference))
		&& passesShapeGate(path.code + FEATURES, path.reference.shape);
	wipeProbe();
	return isAccepted;
}

static void verify(const Frame *frame)
{
	double start, acquired;
	Refusal refusal;
	wipeProbe();
	memset(&path.region, 0, sizeof path.region);
	start = boardCost();
	refusal = acquire(frame);
	acquired = boardCost();
	answer[2] = !refusal && compare();
	answer[0] = acquired - start;
	answer[1] = boardCost() - acquired;
	answerCount = 3;
}

static void verifyByStage(const Frame *frame)
{
	double times[8];
	int32_t found, isAccepted, i;
	times[0] = boardCost();
	locateInto(&path.region, &path.hand, frame);
	times[1] = boardCost();
	assess(&path.region);
	times[2] = boardCost();
	extractInto(path.code, &path.region);
	times[3] = boardCost();
	openRecord(&path.reference);
	times[4] = boardCost();
	found = searchPoses(&path.search, path.code, &path.reference);
	times[5] = boardCost();
	isAccepted = decode(found);
	times[6] = boardCost();
	wipeProbe();
	memset(&path.region, 0, sizeof path.region);
	memset(&path.hand, 0, sizeof path.hand);
	times[7] = boardCost();
	for (i = 0; i < 7; i++)
		put(times[i + 1] - times[i]);
	put(found);
	put(isAccepted);
}

/* What a frame becomes: a refusal, or its code and the places where it was laid over the reference. */
static void trace(const Frame *frame)
{
	Refusal refusal = locateInto(&path.region, &path.hand, frame);
	uint8_t digest[32];
	Sha256 hash;
	int32_t found, i;
	if (!refusal)
		refusal = assess(&path.region);
	if (!refusal)
		refusal = extractInto(path.code, &path.region);
	put(refusal);
	if (!refusal) {
		sha256Begin(&hash);
		sha256Add(&hash, (uint8_t *)path.code, sizeof path.code);
		sha256End(&hash, digest);
		for (i = 0; i < 32; i++)
			put(digest[i]);
		put(openRecord(&path.reference));
		found = searchPoses(&path.search, path.code, &path.reference);
		put(found);
		for (i = 0; i < found; i++) {
			const Alignment *at = path.search.candidates + i;
			put(at->score);
			put(at->pose);
			put(at->shiftX);
			put(at->shiftY);
		}
		put(decode(found));
	}
	wipeProbe();
}

int main(void)
{
	preparePoses();
	serve();
	return EXIT_DONE;
}

void engineDeliver(const uint8_t *event, uint32_t length)
{
	uint16_t words[4] = { 0 };
	Frame frame;
	memcpy(words, event, length < sizeof words ? length : sizeof words);
	frame = (Frame){ boardFrame(), words[2], words[3] };
	answerCount = 0;
	if (words[0] == VERIFY || words[0] == WORST) {
		coarseLead = words[0] == WORST ? NO_LEAD : COARSE_LEAD;
		fineLead = words[0] == WORST ? NO_LEAD : FINE_LEAD;
		verify(&frame);
	} else if (words[0] == STAGES)
		verifyByStage(&frame);
	else if (words[0] == TRACE)
		trace(&frame);
	else if (words[0] == RECORD)
		knowRecord(event + sizeof words, length - sizeof words);
	else if (words[0] == BOOT)
		put(serveBootCost());
	boardPost((uint8_t *)answer, answerCount * sizeof *answer);
}

void engineCollect(void)
{
}

EngineStats engineStats(void)
{
	return (EngineStats){ 0 };
}
