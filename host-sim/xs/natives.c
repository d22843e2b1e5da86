/* The unit's view of its host, written against the public interface of XS. */
#include "xs.h"

#include "board.h"
#include "kernels.h"
#include "natives.h"

void nativesInstall(void *machine);
void nativesDeliver(void *machine, const uint8_t *event, uint32_t length);

/* hostCall(request: ArrayBuffer): ArrayBuffer */
static void hostCall(xsMachine *the)
{
	uint32_t replyLength = 0;
	uint32_t length = (uint32_t)xsGetArrayBufferLength(xsArg(0));
	const uint8_t *reply = boardCall(xsToArrayBuffer(xsArg(0)), length, &replyLength);
	xsResult = xsArrayBuffer((void *)reply, (xsIntegerValue)replyLength);
}

/* hostPost(message: ArrayBuffer): void */
static void hostPost(xsMachine *the)
{
	uint32_t length = (uint32_t)xsGetArrayBufferLength(xsArg(0));
	boardPost(xsToArrayBuffer(xsArg(0)), length);
}

/* hostFrame(): a buffer over the board's frame memory, for `new Uint8Array(hostFrame())`. */
static void hostFrame(xsMachine *the)
{
	xsResult = xsNewHostObject(NULL);
	xsSetHostBuffer(xsResult, boardFrame(), FRAME_BYTES);
}

/*
 * Globals of this XS that the firmware must do without. The device has no calendar, no random numbers but
 * hardware entropy, runs no source text and has one thread; nothing may show when garbage was collected; the
 * rest is XS's own.
 */
static const char *const absent[] = { "Date", "eval", "Atomics", "SharedArrayBuffer", "FinalizationRegistry",
	"WeakRef", "Compartment", "ModuleSource", "TypedArray", "escape", "global", "harden", "lockdown",
	"mutabilities", "petrify", "purify", "trace", "unescape" };

void nativesInstall(void *machine)
{
	static const struct {
		const char *name;
		xsCallback function;
		int parameters;
	} natives[] = {
		{ "hostCall", hostCall, 1 }, { "hostPost", hostPost, 1 }, { "hostFrame", hostFrame, 0 },
		{ "hostCost", hostCost, 0 }, { "hostBootCost", hostBootCost, 0 }, { "hostSha256", hostSha256, 2 },
		{ "hostHmac", hostHmac, 3 }, { "hostSeal", hostSeal, 5 }, { "hostOpen", hostOpen, 5 },
		{ "hostP256Pair", hostP256Pair, 2 }, { "hostP256Finish", hostP256Finish, 4 },
		{ "hostP256PublicKey", hostP256PublicKey, 2 }, { "hostP256IsPublicKey", hostP256IsPublicKey, 1 },
		{ "hostP256Verify", hostP256Verify, 3 },
	};
	unsigned i;
	xsBeginHost((xsMachine *)machine);
	xsVars(2);
	xsVar(0) = xsNewObject();
	kernelsInto(the);
	xsDefine(xsGlobal, xsID("nativeKernels"), xsVar(0), xsDontEnum);
	if (!boardHasKernels())
		xsDelete(xsGlobal, xsID("nativeKernels"));
	for (i = 0; i < sizeof natives / sizeof *natives; i++) {
		xsVar(0) = xsNewHostFunction(natives[i].function, natives[i].parameters);
		xsDefine(xsGlobal, xsID(natives[i].name), xsVar(0), xsDontEnum);
	}
	for (i = 0; i < sizeof absent / sizeof *absent; i++)
		if (xsHas(xsGlobal, xsID(absent[i])))
			xsDelete(xsGlobal, xsID(absent[i]));
	xsVar(0) = xsGet(xsGlobal, xsID("Math"));
	xsDelete(xsVar(0), xsID("random"));
	xsEndHost((xsMachine *)machine);
}

void nativesDeliver(void *machine, const uint8_t *event, uint32_t length)
{
	xsBeginHost((xsMachine *)machine);
	xsVars(1);
	xsTry {
		xsVar(0) = xsArrayBuffer((void *)event, (xsIntegerValue)length);
		xsResult = xsCall1(xsGlobal, xsID("onHostEvent"), xsVar(0));
	}
	xsCatch {
		fxAbort(the, xsUnhandledExceptionExit); /* here, where the stack is sound again, not in xsEndHost */
	}
	xsEndHost((xsMachine *)machine);
}
