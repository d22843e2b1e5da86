/* A key that is bound to the hardware: it never leaves the HMAC peripheral. */
#include "xsmc.h"
#include "xsHost.h"

#define KEY_BYTES 32

#if defined(ESP_PLATFORM)
	#include "esp_efuse.h"
	#include "esp_hmac.h"
	static const char *derive(const void *label, size_t length, uint8_t *out)
	{
		if (esp_efuse_get_key_purpose(EFUSE_BLK_KEY4) != ESP_EFUSE_KEY_PURPOSE_HMAC_UP)
			return "no root key in eFuse block 4";
		return esp_hmac_calculate(HMAC_KEY4, label, length, out) == ESP_OK ? NULL : "the HMAC peripheral failed";
	}
#else
	static const char *derive(const void *label, size_t length, uint8_t *out)
	{
		(void)label, (void)length, (void)out;
		return "this platform has no root key in hardware";
	}
#endif

void xs_device_key_into(xsMachine *the)
{
	void *out, *label;
	xsUnsignedValue outLength, labelLength;
	uint8_t key[KEY_BYTES];
	const char *complaint;
	xsmcGetBufferReadable(xsArg(1), &label, &labelLength);
	xsmcGetBufferWritable(xsArg(0), &out, &outLength);
	if (outLength != KEY_BYTES)
		xsRangeError("a device key is 32 bytes");
	complaint = derive(label, labelLength, key);
	if (complaint)
		xsUnknownError("%s", complaint);
	c_memcpy(out, key, KEY_BYTES);
	c_memset(key, 0, KEY_BYTES);
	__asm__ volatile("" : : "r"(key) : "memory"); /* the wipe is not to be optimised away */
}
