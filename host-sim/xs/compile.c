/* Compiles a bundle to an image, bytecode.h draws it. A device has no parser and leaves this file out. */
#include "xsAll.h"
#include "xsScript.h"

#include "bytecode.h"
#include "machine.h"

/* Of a name, before it has its key number. */
#define USED 1

static int mayParse = 0;

static txScript *parse(txMachine *the, const char *source, size_t length);
static void findNames(const txByte *code, txSize size, txID *ids);
static uint8_t *writeNames(txMachine *the, const txScript *script, txID *ids, uint8_t *out);
static uint32_t countOf(const txID *ids, txID count);
static void linkCode(txByte *code, txSize size, const txID *ids);

static void put32(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
	p[2] = (uint8_t)(value >> 16);
	p[3] = (uint8_t)(value >> 24);
}

uint8_t *bytecodeCompile(txMachine *the, const char *source, size_t length, size_t *imageLength)
{
	uint32_t print = bytecodeFingerprint(the); /* before the bundle's own names are added */
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
	findNames(script->codeBuffer, script->codeSize, ids);
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
	put32(image + 16, countOf(ids, count));
	free(ids);
	fxDeleteScript(script);
	return image;
}

/* The length of an instruction, operand and all; `name` is where a name's number stands in it, or NULL. */
static size_t lengthOf(const txByte *code, const txByte **name)
{
	txS1 step = gxCodeSizes[(txU1)*code];
	const txByte *operand = code + 1;
	txU2 length2;
	txS4 length4;
	*name = NULL;
	switch (step) {
	case 0: *name = operand; return 1 + sizeof(txID);
	case -1: return 2u + *(txU1 *)operand;
	case -2: mxDecode2(operand, length2); return 3u + length2;
	case -4: memcpy(&length4, operand, sizeof length4); return 5u + (size_t)length4;
	default: return (size_t)step;
	}
}

/* The length of an instruction that makes a function, with the function's own code. */
static size_t bodyOf(const txByte *code)
{
	const txByte *operand = code + 1;
	txU2 length2;
	txS4 length4;
	switch ((txU1)*code) {
	case XS_CODE_CODE_1: return 2u + (txU1)*operand;
	case XS_CODE_CODE_2: mxDecode2(operand, length2); return 3u + length2;
	default: memcpy(&length4, operand, sizeof length4); return 5u + (size_t)length4;
	}
}

/*
 * Marks in `ids` the names that running the script asks for. Variables of a function are found by their
 * place: their names are for a debugger and for eval, which a device has not, and would take 40 KB of flash.
 */
static void findNames(const txByte *code, txSize size, txID *ids)
{
	const txByte *p = code, *end = code + size, *functionEnd = code, *name;
	for (; p < end; p += lengthOf(p, &name)) {
		txU1 opcode = (txU1)*p;
		txID id;
		lengthOf(p, &name);
		if (p >= functionEnd
				&& (opcode == XS_CODE_CODE_1 || opcode == XS_CODE_CODE_2 || opcode == XS_CODE_CODE_4))
			functionEnd = p + bodyOf(p);
		if (!name || (p < functionEnd && (opcode == XS_CODE_NEW_LOCAL || opcode == XS_CODE_NEW_CLOSURE)))
			continue;
		mxDecodeID(name, id);
		if (id != XS_NO_ID)
			ids[id] = USED;
	}
}

/*
 * Names of the script that are marked in `ids`, which starts at 1, each with the key number that this machine
 * gives it; the others get none.
 */
static uint8_t *writeNames(txMachine *the, const txScript *script, txID *ids, uint8_t *out)
{
	txByte *p = script->symbolsBuffer;
	txID count, i;
	mxDecodeID(p, count);
	ids[0] = XS_NO_ID;
	for (i = 1; i < count; i++) {
		size_t size = strlen((char *)p) + 1;
		/* A private field is told from others of its class by the name of the variable that stands for it. */
		if (ids[i] != USED && *p != '#') {
			ids[i] = XS_NO_ID;
			p += size;
			continue;
		}
		ids[i] = fxNewNameC(the, (txString)p);
		out[0] = (uint8_t)ids[i];
		out[1] = (uint8_t)(ids[i] >> 8);
		memcpy(out + 2, p, size);
		out += 2 + size;
		p += size;
	}
	return out;
}

static uint32_t countOf(const txID *ids, txID count)
{
	uint32_t names = 0;
	while (--count)
		names += ids[count] != XS_NO_ID;
	return names;
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

/* Replaces the script's name indices by key numbers, once and for all. */
static void linkCode(txByte *code, txSize size, const txID *ids)
{
	const txByte *name;
	txByte *p = code, *end = code + size;
	while (p < end) {
		size_t length = lengthOf(p, &name);
		*p = (txByte)inPlace((txU1)*p);
		if (name) {
			txByte *operand = p + 1;
			txID id;
			mxDecodeID(name, id);
			if (id != XS_NO_ID) {
				id = ids[id];
				mxEncodeID(operand, id);
			}
		}
		p += length;
	}
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
