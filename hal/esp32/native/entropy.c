/* The only source of randomness. XS's own Math.random and the SDK's "rng" are seeded alike at every start. */
#include "xsmc.h"
#include "xsHost.h"

#if defined(ESP_PLATFORM)
	#include "esp_random.h"
	static int fill(void *out, size_t length) { esp_fill_random(out, length); return 1; }
#elif defined(PICO_BUILD)
	#include <string.h>
	#include "pico/rand.h"
	static int fill(void *out, size_t length)
	{
		uint8_t *at = out;
		while (length > 0) {
			uint64_t word = get_rand_64();
			size_t step = length < sizeof word ? length : sizeof word;
			memcpy(at, &word, step);
			at += step;
			length -= step;
		}
		return 1;
	}
#elif defined(__linux__)
	#include <sys/random.h>
	static int fill(void *out, size_t length) { return getrandom(out, length, 0) == (ssize_t)length; }
#else
	#error no entropy source known for this platform
#endif

void xs_entropy_into(xsMachine *the)
{
	void *out;
	xsUnsignedValue length;
	xsmcGetBufferWritable(xsArg(0), &out, &length);
	if (!fill(out, length))
		xsUnknownError("no entropy");
}
