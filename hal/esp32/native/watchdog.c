/*
 * The SDK switches the system's watchdogs off; sdkconfig.defaults here switches them on. Once one is on, the
 * SDK feeds it for its own task at every turn of its loop, also where the unit makes no progress any more. So
 * the unit's is one that the SDK does not know of.
 */
#include "xsmc.h"
#include "xsHost.h"

#if defined(ESP_PLATFORM)
	#include "esp_task_wdt.h"
	static esp_task_wdt_user_handle_t unit;
	static int arm(uint32_t timeoutMs)
	{
		esp_task_wdt_config_t config = { .timeout_ms = timeoutMs, .idle_core_mask = 0, .trigger_panic = true };
		esp_err_t made = esp_task_wdt_init(&config);
		if (made == ESP_ERR_INVALID_STATE)
			made = esp_task_wdt_reconfigure(&config);
		return made == ESP_OK && (unit || esp_task_wdt_add_user("unit", &unit) == ESP_OK);
	}
	static void feed(void) { esp_task_wdt_reset_user(unit); }
#elif defined(PICO_BUILD)
	#include "hardware/watchdog.h"
	static int arm(uint32_t timeoutMs) { watchdog_enable(timeoutMs, 1); return 1; }
	static void feed(void) { watchdog_update(); }
#else
	static int arm(uint32_t timeoutMs) { (void)timeoutMs; return 1; }
	static void feed(void) { }
#endif

void xs_watchdog_arm(xsMachine *the)
{
	if (!arm((uint32_t)xsmcToInteger(xsArg(0))))
		xsUnknownError("the watchdog cannot be armed");
}

void xs_watchdog_feed(xsMachine *the)
{
	feed();
}
