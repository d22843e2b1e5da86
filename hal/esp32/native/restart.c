/* What the next start must know about this one's end lies in memory that a restart leaves alone. */
#include "xsmc.h"
#include "xsHost.h"

enum { POWER, ON_PURPOSE, ABORTED, WATCHDOG };
#define MARK 0x52455354u /* "REST": what lies there after power-on is chance */

#if defined(ESP_PLATFORM)
	#include "esp_attr.h"
	#include "esp_system.h"
	static RTC_NOINIT_ATTR uint32_t mark, noted;
	static int cause(void)
	{
		int isNoted = mark == MARK && noted <= ABORTED;
		mark = 0;
		switch (esp_reset_reason()) {
		case ESP_RST_SW:
			return isNoted ? (int)noted : ABORTED;
		case ESP_RST_PANIC:
			return ABORTED;
		case ESP_RST_INT_WDT:
		case ESP_RST_TASK_WDT:
		case ESP_RST_WDT:
			return WATCHDOG;
		default:
			return POWER;
		}
	}
	static void restartNow(void) { esp_restart(); }
#elif defined(PICO_BUILD)
	#include "hardware/watchdog.h"
	static uint32_t __attribute__((section(".uninitialized_data"))) mark, noted;
	static int cause(void)
	{
		int isNoted = mark == MARK && noted <= ABORTED;
		mark = 0;
		if (isNoted)
			return (int)noted;
		return watchdog_enable_caused_reboot() ? WATCHDOG : POWER;
	}
	static void restartNow(void) { watchdog_reboot(0, 0, 0); for (;;) ; }
#else
	#include <stdlib.h>
	static uint32_t mark, noted;
	static int cause(void) { return POWER; }
	static void restartNow(void) { exit(0); }
#endif

void xs_restart_cause(xsMachine *the)
{
	static int known = -1; /* the note can be read once */
	if (known < 0)
		known = cause();
	xsmcSetInteger(xsResult, known);
}

void xs_restart(xsMachine *the)
{
	noted = (uint32_t)xsmcToInteger(xsArg(0));
	mark = MARK;
	restartNow();
}
