/*
 * A bundle compiled once into an image that runs in place, from flash on a microcontroller: parsing needs
 * megabytes, running what was parsed needs none.
 *
 *     offset  bytes
 *          0      4  "XSI1"
 *          4      4  fingerprint of the engine, below
 *          8      4  length of the whole image
 *         12      4  offset of the bytecode, a multiple of 4
 *         16      4  count of names
 *         20         names, each: u16 key number, zero-terminated text
 *        ...         bytecode, to the end of the image
 *
 * All numbers are little-endian. Bytecode names properties by the key numbers of the running machine. The
 * image fixes them at compile time, so it runs only on a machine that hands out the same numbers: one with
 * the same built-in names in the same order.
 */
#include "xsAll.h"
#include "xsScript.h"

#include "board.h"
#include "machine.h"

#define MAGIC "XSI1"
#define HEADER_BYTES 20

extern const txS1 gxCodeSizes[];

static int mayParse = 0;

static txScript *parse(txMachine *the, const char *source, size_t length);
static uint8_t *writeNames(txMachine *the, const txScript *script, txID *ids, uint8_t *out);
static const uint8_t *bindNames(txMachine *the, const uint8_t *image, const uint8_t *code);
static void linkCode(txByte *code, txSize size, const txID *ids);
static uint32_t fingerprint(txMachine *the);

static void put32(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
	p[2] = (uint8_t)(value >> 16);
	p[3] = (uint8_t)(value >> 24);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

uint8_t *bytecodeCompile(txMachine *the, const char *source, size_t length, size_t *imageLength)
{
	uint32_t print = fingerprint(the); /* before the bundle's own names are added */
	txScript *script = parse(the, source, length);
	uint8_t *image, *out;
	txID *ids, count;
	txByte *symbols;
	if (!script)
		return NULL;
	symbols = script->symbolsBuffer;
	mxDecodeID(symbols, count);
	ids = calloc(count, sizeof *ids);
	image = calloc(1, HEADER_BYTES + (size_t)script->symbolsSize + 2u * count + 4 + (size_t)script->codeSize);
	if (!ids || !image)
		return NULL;
	out = writeNames(the, script, ids, image + HEADER_BYTES);
	while ((out - image) % 4)
		out++;
	linkCode(script->codeBuffer, script->codeSize, ids);
	memcpy(out, script->codeBuffer, (size_t)script->codeSize);
	*imageLength = (size_t)(out - image) + (size_t)script->codeSize;
	memcpy(image, MAGIC, 4);
	put32(image + 4, print);
	put32(image + 8, (uint32_t)*imageLength);
	put32(image + 12, (uint32_t)(out - image));
	put32(image + 16, count - 1u);
	free(ids);
	fxDeleteScript(script);
	return image;
}

void bytecodeRun(txMachine *the, const uint8_t *image, size_t length)
{
	txSlot *program = mxProgram.value.reference;
	txSlot *realm = mxModuleInstanceInternal(program)->value.module.realm;
	txScript script = { 0 };
	if (length < HEADER_BYTES || memcmp(image, MAGIC, 4) || get32(image + 8) != length
			|| get32(image + 12) > length)
		boardStopped(EXIT_IMAGE_REFUSED, "not an image, or not all of one");
	if (get32(image + 4) != fingerprint(the))
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
 * Names of the script, each with the key number that this machine gives it; fills `ids`, which starts at 1.
 */
static uint8_t *writeNames(txMachine *the, const txScript *script, txID *ids, uint8_t *out)
{
	txByte *p = script->symbolsBuffer;
	txID count, i;
	mxDecodeID(p, count);
	ids[0] = XS_NO_ID;
	for (i = 1; i < count; i++) {
		size_t size = strlen((char *)p) + 1;
		ids[i] = fxNewNameC(the, (txString)p);
		out[0] = (uint8_t)ids[i];
		out[1] = (uint8_t)(ids[i] >> 8);
		memcpy(out + 2, p, size);
		out += 2 + size;
		p += size;
	}
	return out;
}

/* The opcode that refers to what follows it in place, where the plain one would copy it to the heap. */
static txU1 inPlace(txU1 opcode)
{
	switch (opcode) {
	case XS_CODE_CODE_1: return XS_CODE_CODE_ARCHIVE_1;
	case XS_CODE_CODE_2: return XS_CODE_CODE_ARCHIVE_2;
	case XS_CODE_CODE_4: return XS_CODE_CODE_ARCHIVE_4;
	case XS_CODE_STRING_1: return XS_CODE_STRING_ARCHIVE_1;
	case XS_CODE_STRING_2: return XS_CODE_STRING_ARCHIVE_2;
	case XS_CODE_STRING_4: return XS_CODE_STRING_ARCHIVE_4;
	default: return opcode;
	}
}

/*
 * Replaces the script's name indices by key numbers, once and for all. gxCodeSizes gives an instruction's
 * length; 0 means that a name follows, -1, -2 and -4 that a length of 1, 2 or 4 bytes and as much data
 * follow.
 */
static void linkCode(txByte *code, txSize size, const txID *ids)
{
	txByte *p = code, *end = code + size;
	while (p < end) {
		txS1 step = gxCodeSizes[(txU1)*p];
		txByte *operand = p + 1;
		*p = (txByte)inPlace((txU1)*p);
		if (step > 0) {
			p += step;
		}
		else if (step == 0) {
			txID id;
			mxDecodeID(operand, id);
			operand = p + 1;
			if (id != XS_NO_ID) {
				id = ids[id];
				mxEncodeID(operand, id);
			}
			p += 1 + sizeof(txID);
		}
		else if (step == -1) {
			p = operand + 1 + *(txU1 *)operand;
		}
		else if (step == -2) {
			txU2 length;
			mxDecode2(operand, length);
			p = operand + length;
		}
		else {
			txS4 length;
			mxDecode4(operand, length);
			p = operand + length;
		}
	}
}

/*
 * FNV-1a over all that an image depends on: XS's version, instruction lengths, and every key with its number.
 */
static uint32_t fingerprint(txMachine *the)
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

static txScript *parse(txMachine *the, const char *source, size_t length)
{
	txStringCStream stream = { .buffer = (txString)source, .offset = 0, .size = (txSize)length };
	txScript *script;
	mayParse = 1;
	script = fxParseScript(the, &stream, fxStringCGetter, mxProgramFlag);
	mayParse = 0;
	return script;
}

/* XS also comes here for eval and new Function. The device has no parser: they fail, as a syntax error. */
txScript *fxParseScript(txMachine *the, void *stream, txGetter getter, txUnsigned flags)
{
	txParser parser;
	txParserJump jump;
	txScript *volatile script = NULL; /* must survive the parser's longjmp */
	if (!mayParse)
		return NULL;
	fxInitializeParser(&parser, the, the->parserBufferSize, the->parserTableModulo);
	parser.firstJump = &jump;
	if (setjmp(jump.jmp_buf) == 0) {
		fxParserTree(&parser, stream, getter, flags, NULL);
		fxParserHoist(&parser);
		fxParserBind(&parser);
		script = fxParserCode(&parser);
	}
	if (script && parser.errorCount) { /* XS has made a script that would throw the syntax error */
		fxDeleteScript(script);
		script = NULL;
	}
	fxTerminateParser(&parser);
	return script;
}
