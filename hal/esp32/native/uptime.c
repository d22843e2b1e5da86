/* The SDK's own ticks wrap after 24 days, which a counter's unit sees. */
#include "xsmc.h"
#include "xsHost.h"

#if defined(ESP_PLATFORM)
	#include "esp_timer.h"
	static double uptime(void) { return (double)(esp_timer_get_time() / 1000); }
#elif defined(PICO_BUILD)
	#include "pico/time.h"
	static double uptime(void) { return (double)(time_us_64() / 1000); }
#else
	#include <time.h>
	static double uptime(void)
	{
		struct timespec now;
		clock_gettime(CLOCK_BOOTTIME, &now);
		return (double)now.tv_sec * 1000 + (double)(now.tv_nsec / 1000000);
	}
#endif

void xs_uptime_ms(xsMachine *the)
{
	xsmcSetNumber(xsResult, uptime());
}
