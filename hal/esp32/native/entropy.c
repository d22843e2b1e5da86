/* The only source of randomness. XS's own Math.random and the SDK's "rng" are seeded alike at every start. */
#include "xsmc.h"
#include "xsHost.h"

#if defined(ESP_PLATFORM)
	#include "bootloader_random.h"
	#include "esp_random.h"
	#include "esp_wifi.h"

	/*
	 * The generator is fed by the radio's noise. The unit's key and a boot's nonce are made before Wi-Fi is
	 * there, so until then it is fed by the converter's. The SDK starts Wi-Fi where it installs it, in this
	 * same task, and never stops it; it may not doze between beacons either, for then nothing feeds it.
	 */
	static int fill(void *out, size_t length)
	{
		wifi_mode_t mode;
		int isRadioOff = esp_wifi_get_mode(&mode) == ESP_ERR_WIFI_NOT_INIT;
		if (isRadioOff)
			bootloader_random_enable();
		else
			esp_wifi_set_ps(WIFI_PS_NONE);
		esp_fill_random(out, length);
		if (isRadioOff)
			bootloader_random_disable();
		return 1;
	}
#elif defined(PICO_BUILD)
	#include <string.h>
	#include "fips180.h"
	#include "hardware/structs/trng.h"
	#include "pico/rand.h"

	/*
	 * pico_rand alone is no generator for keys: who sees some of its numbers can work out others. So its
	 * numbers, which carry the boot ROM's seed, are hashed together with many raw bits of the ring oscillator.
	 */
	#define RAW_WORDS 6
	#define READINGS 40 /* 7,680 raw bits for 256: enough where only every thirtieth is chance */
	#define SAMPLE_CYCLES 64
	#define PATIENCE 1000000

	/* 192 raw bits. @return 0 when the source is stuck */
	static int read192(uint32_t *raw)
	{
		uint32_t before[RAW_WORDS];
		int i, waited = 0, isStuck = 1;
		memcpy(before, raw, sizeof before);
		trng_hw->trng_debug_control = ~0u; /* raw: the hash does more than its own decorrelators */
		trng_hw->rnd_source_enable = ~0u;
		trng_hw->sample_cnt1 = SAMPLE_CYCLES;
		trng_hw->rng_icr = ~0u;
		while (trng_hw->trng_busy)
			if (++waited > PATIENCE)
				return 0;
		for (i = 0; i < RAW_WORDS; i++) {
			raw[i] = trng_hw->ehr_data[i];
			isStuck &= raw[i] == before[i] || raw[i] == 0 || raw[i] == ~0u;
		}
		return !isStuck;
	}

	static int fill32(uint8_t *out)
	{
		struct sha256 hash;
		uint32_t raw[RAW_WORDS] = { 0 };
		int i, isGood = 1;
		sha256_create(&hash);
		for (i = 0; i < READINGS && isGood; i++) {
			uint64_t mixed = get_rand_64(); /* first: it changes the settings */
			isGood = read192(raw);
			sha256_update(&hash, &mixed, sizeof mixed);
			sha256_update(&hash, raw, sizeof raw);
		}
		sha256_fin(&hash, out);
		memset(&hash, 0, sizeof hash);
		memset(raw, 0, sizeof raw);
		__asm__ volatile("" : : "r"(&hash), "r"(raw) : "memory"); /* the wipe is not to be optimised away */
		return isGood;
	}

	static int fill(void *out, size_t length)
	{
		uint8_t *at = out, block[SHA256_DGSTSIZE];
		int isGood = 1;
		while (length > 0 && isGood) {
			size_t step = length < sizeof block ? length : sizeof block;
			isGood = fill32(block);
			memcpy(at, block, step);
			at += step;
			length -= step;
		}
		memset(block, 0, sizeof block);
		__asm__ volatile("" : : "r"(block) : "memory");
		return isGood;
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
