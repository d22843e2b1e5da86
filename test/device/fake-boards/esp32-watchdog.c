/*
 * watchdog.c as it is compiled for the ESP32-S3, beside an SDK that feeds its own task's watchdog at every
 * turn of its loop: whether that keeps a unit going which makes no progress, and whether progress does.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Of XS, as far as the file uses it. */
typedef struct { uint32_t argument; const char *error; } xsMachine;
#define xsArg(index) (the->argument)
#define xsmcToInteger(slot) ((int)(slot))
#define xsUnknownError(text) (the->error = (text))

/* Of ESP-IDF: it restarts the chip unless every task and user among `entries` has fed within the time. */
typedef int esp_err_t;
typedef void *TaskHandle_t;
typedef struct esp_task_wdt_user_handle_s *esp_task_wdt_user_handle_t;
typedef struct { uint32_t timeout_ms, idle_core_mask; bool trigger_panic; } esp_task_wdt_config_t;
#define ESP_OK 0
#define ESP_ERR_INVALID_ARG 0x102
#define ESP_ERR_INVALID_STATE 0x103
#define ESP_ERR_NOT_FOUND 0x105
struct esp_task_wdt_user_handle_s { const char *user; bool isTask, hasReset; };
static struct esp_task_wdt_user_handle_s entries[4];
static int entryCount;
static esp_task_wdt_config_t running;
static uint32_t now, fedAt;
static int restarts;

static esp_err_t reset(struct esp_task_wdt_user_handle_s *entry)
{
	entry->hasReset = true;
	for (int i = 0; i < entryCount; i++)
		if (!entries[i].hasReset)
			return ESP_OK;
	for (int i = 0; i < entryCount; i++)
		entries[i].hasReset = false;
	fedAt = now;
	return ESP_OK;
}

static esp_err_t esp_task_wdt_init(const esp_task_wdt_config_t *config)
{
	if (running.timeout_ms)
		return ESP_ERR_INVALID_STATE;
	running = *config;
	return ESP_OK;
}

static esp_err_t esp_task_wdt_reconfigure(const esp_task_wdt_config_t *config)
{
	running = *config;
	return ESP_OK;
}

/* There is one task here. */
static struct esp_task_wdt_user_handle_s *task(void)
{
	for (int i = 0; i < entryCount; i++)
		if (entries[i].isTask)
			return &entries[i];
	return NULL;
}

static esp_err_t __attribute__((unused)) esp_task_wdt_add(TaskHandle_t handle)
{
	if (!running.timeout_ms)
		return ESP_ERR_INVALID_STATE;
	if (task())
		return ESP_ERR_INVALID_ARG;
	entries[entryCount++] = (struct esp_task_wdt_user_handle_s){ .isTask = handle == NULL };
	fedAt = now;
	return ESP_OK;
}

static esp_err_t esp_task_wdt_reset(void)
{
	return task() ? reset(task()) : ESP_ERR_NOT_FOUND;
}

static esp_err_t esp_task_wdt_add_user(const char *name, esp_task_wdt_user_handle_t *made)
{
	if (!running.timeout_ms)
		return ESP_ERR_INVALID_STATE;
	*made = &entries[entryCount++];
	**made = (struct esp_task_wdt_user_handle_s){ .user = name };
	fedAt = now;
	return ESP_OK;
}

static esp_err_t esp_task_wdt_reset_user(esp_task_wdt_user_handle_t user)
{
	return reset(user);
}

#define ESP_PLATFORM
#include "../../../hal/esp32/native/watchdog.c"

#define TIMEOUT 15000

/* The SDK's loop: `seconds` of turns, in which the unit makes progress every three seconds or never. */
static int restartsIn(xsMachine *the, int seconds, bool progresses)
{
	int before = restarts;
	for (int turn = 0; turn < seconds * 2; turn++) {
		now += 500;
		esp_task_wdt_reset();
		if (progresses && turn % 6 == 0)
			xs_watchdog_feed(the);
		if (now - fedAt >= running.timeout_ms && running.trigger_panic) {
			restarts++;
			fedAt = now;
		}
	}
	return restarts - before;
}

int main(void)
{
	xsMachine machine = { TIMEOUT, NULL }, *the = &machine;
	int early = esp_task_wdt_add(NULL); /* the SDK's main.c, before anything is armed */
	xs_watchdog_arm(the);
	int progressing = restartsIn(the, 600, true), stuck = restartsIn(the, 16, false);
	xs_watchdog_arm(the); /* again, as nothing keeps anybody from it */
	int again = restartsIn(the, 600, true);
	printf("{\"early\":%d,\"armed\":%d,\"progressing\":%d,\"stuck\":%d,\"again\":%d,\"users\":%d}\n",
		early != ESP_OK, the->error == NULL, progressing, stuck, again, entryCount);
	return 0;
}
