/* The bootloader's half of an update: CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE in sdkconfig.defaults. */
#include "xsmc.h"
#include "xsHost.h"

#if defined(ESP_PLATFORM)
	#include "esp_ota_ops.h"
	static int onTrial(void)
	{
		esp_ota_img_states_t state;
		return esp_ota_get_state_partition(esp_ota_get_running_partition(), &state) == ESP_OK
			&& state == ESP_OTA_IMG_PENDING_VERIFY;
	}
	static int confirm(void) { return esp_ota_mark_app_valid_cancel_rollback() == ESP_OK; }
#else
	static int onTrial(void) { return 0; }
	static int confirm(void) { return 1; }
#endif

void xs_image_on_trial(xsMachine *the)
{
	xsmcSetBoolean(xsResult, onTrial());
}

void xs_image_confirm(xsMachine *the)
{
	if (!confirm())
		xsUnknownError("the running image cannot be confirmed");
}
