/*
 * Runs an image of the SDK's Linux target where its simulator mcsim would, without a window:
 *
 *     run-lin mc.so
 *
 * The unit has no screen, so that of what mcsim offers an image (the SDK's screen.h) nothing is asked but
 * to be called.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "screen.h"

#include "exit-codes.h"

static void ignore(txScreen *screen);
static void start(txScreen *screen, double interval);
static void onAbort(txScreen *screen, int status);

int main(int count, char **arguments)
{
	static txScreen screen
		= { .abort = onAbort, .bufferChanged = ignore, .formatChanged = ignore, .start = start, .stop = ignore };
	void *image = count == 2 ? dlopen(arguments[1], RTLD_NOW) : NULL;
	txScreenLaunchProc launch = image ? (txScreenLaunchProc)dlsym(image, "fxScreenLaunch") : NULL;
	if (!launch) {
		fprintf(stderr, "run-lin: %s\n", count == 2 ? dlerror() : "expected the path of mc.so");
		return EXIT_USAGE;
	}
	stdout = stderr; /* XS prints; the pipe is for frames alone */
	launch(&screen);
	return screen.machine ? EXIT_DONE : EXIT_IMAGE_REFUSED;
}

static void ignore(txScreen *screen)
{
	(void)screen;
}

static void start(txScreen *screen, double interval)
{
	(void)screen, (void)interval;
}

/* Before the unit serves; later it sees to its end itself. */
static void onAbort(txScreen *screen, int status)
{
	(void)screen;
	fprintf(stderr, "run-lin: XS gave up with status %d before the unit had started\n", status);
	_Exit(EXIT_ENGINE_FAULT);
}
