/* Compiles a bundle to an image, bytecode.h draws it. A device has no parser and leaves this file out. */
#include "xsAll.h"
#include "xsScript.h"

#include "bytecode.h"
#include "machine.h"

static int mayParse = 0;

static txScript *parse(txMachine *the, const char *source, size_t length);
static uint8_t *writeNames(txMachine *the, const txScript *script, txID *ids, uint8_t *out);
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
