/* Runs an image where it lies; bytecode.h draws one. */
#include "xsAll.h"
#include "xsScript.h"

#include "board.h"
#include "bytecode.h"
#include "machine.h"

static const uint8_t *bindNames(txMachine *the, const uint8_t *image, const uint8_t *code);

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

void bytecodeRun(txMachine *the, const uint8_t *image, size_t length)
{
	txSlot *program = mxProgram.value.reference;
	txSlot *realm = mxModuleInstanceInternal(program)->value.module.realm;
	txScript script = { 0 };
	if (length < HEADER_BYTES || memcmp(image, MAGIC, 4) || get32(image + 8) != length
			|| get32(image + 12) > length)
		boardStopped(EXIT_IMAGE_REFUSED, "not an image, or not all of one");
	if (get32(image + 4) != bytecodeFingerprint(the))
		boardStopped(EXIT_IMAGE_REFUSED, "compiled by an engine built otherwise");
	script.codeBuffer = (txByte *)image + get32(image + 12);
	script.codeSize = (txSize)(length - get32(image + 12));
	script.version[0] = XS_MAJOR_VERSION;
	script.version[1] = XS_MINOR_VERSION;
	script.version[2] = XS_PATCH_VERSION;
	mxTry(the) {
		if (!bindNames(the, image, (const uint8_t *)script.codeBuffer))
			boardStopped(EXIT_IMAGE_REFUSED, "its names do not fit this engine");
		fxRunScript(the, &script, mxRealmGlobal(realm), NULL, mxRealmClosures(realm)->value.reference, NULL,
			program);
		mxPop();
	}
	mxCatch(the) {
		fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
	}
}

/*
 * Gives the bundle's names their key numbers. @return the end of the names, NULL when they come out
 * otherwise.
 */
static const uint8_t *bindNames(txMachine *the, const uint8_t *image, const uint8_t *code)
{
	const uint8_t *p = image + HEADER_BYTES;
	uint32_t count = get32(image + 16);
	while (count--) {
		const uint8_t *end = p + 2 < code ? memchr(p + 2, 0, (size_t)(code - p - 2)) : NULL;
		if (!end || fxNewNameX(the, (txString)p + 2) != (txID)(p[0] | p[1] << 8))
			return NULL;
		p = end + 1;
	}
	return code - p < 4 ? p : NULL; /* nothing but padding may be left */
}

/*
 * FNV-1a over all that an image depends on: XS's version, instruction lengths, and every key with its number.
 */
uint32_t bytecodeFingerprint(txMachine *the)
{
	uint32_t hash = 2166136261u;
	txID id;
	txInteger i;
	const uint8_t version[] = { XS_MAJOR_VERSION, XS_MINOR_VERSION, XS_PATCH_VERSION, sizeof(txID) };
	for (i = 0; i < (txInteger)sizeof version; i++)
		hash = (hash ^ version[i]) * 16777619u;
	for (i = 0; i < XS_CODE_COUNT; i++)
		hash = (hash ^ (txU1)gxCodeSizes[i]) * 16777619u;
	for (id = 1; id < the->keyIndex; id++) {
		const char *name = fxGetKeyName(the, id);
		do
			hash = (hash ^ (uint8_t)(name ? *name : 0)) * 16777619u;
		while (name && *name++);
	}
	return hash;
}
