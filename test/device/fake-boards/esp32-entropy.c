/*
 * entropy.c as it is compiled for the ESP32-S3, before Wi-Fi was first started and after: whether something
 * fed the generator while it was read, and whether the radio was left alone once it is on.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Of XS, as far as the file uses it. */
typedef uint32_t xsUnsignedValue;
typedef struct { void *data; uint32_t length; } xsMachine;
#define xsArg(index) (*the)
#define xsmcGetBufferWritable(slot, data_, length_) (*(data_) = (slot).data, *(length_) = (slot).length)
#define xsUnknownError(text) ((void)0)

/* Of ESP-IDF. */
typedef int esp_err_t;
typedef enum { WIFI_MODE_NULL, WIFI_MODE_STA } wifi_mode_t;
typedef enum { WIFI_PS_NONE, WIFI_PS_MIN_MODEM } wifi_ps_type_t;
#define ESP_ERR_WIFI_NOT_INIT 0x3001
static int isRadioOn, isSourceOn, fed, unfed, clashes;
static wifi_ps_type_t dozing = WIFI_PS_MIN_MODEM; /* as Wi-Fi starts */

static esp_err_t esp_wifi_get_mode(wifi_mode_t *mode)
{
	*mode = isRadioOn ? WIFI_MODE_STA : WIFI_MODE_NULL;
	return isRadioOn ? 0 : ESP_ERR_WIFI_NOT_INIT;
}

static esp_err_t esp_wifi_set_ps(wifi_ps_type_t type)
{
	clashes += !isRadioOn;
	dozing = type;
	return 0;
}

static void bootloader_random_enable(void)
{
	clashes += isRadioOn || isSourceOn;
	isSourceOn = 1;
}

static void bootloader_random_disable(void)
{
	clashes += !isSourceOn;
	isSourceOn = 0;
}

static void esp_fill_random(void *out, size_t length)
{
	memset(out, 0x5a, length);
	if ((isRadioOn && dozing == WIFI_PS_NONE) || isSourceOn)
		fed++;
	else
		unfed++;
}

#define ESP_PLATFORM
#include "../../../hal/esp32/native/entropy.c"

int main(void)
{
	uint8_t bytes[32] = { 0 };
	xsMachine machine = { bytes, sizeof bytes };
	xs_entropy_into(&machine);
	clashes += isSourceOn; /* starting Wi-Fi needs it off */
	isRadioOn = 1;
	xs_entropy_into(&machine);
	printf("{\"fed\":%d,\"unfed\":%d,\"clashes\":%d,\"last\":%d}\n", fed, unfed, clashes, bytes[31]);
	return 0;
}
