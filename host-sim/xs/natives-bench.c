/*
 * What the bench measures with: the board's count of instructions, and cryptography in C in place of a
 * device's own. The firmware uses none of it.
 */
#include "xs.h"
#include "xsmc.h"

#include "board.h"
#include "crypto.h"
#include "natives.h"
#include "p256.h"
#include "serve.h"

typedef struct {
	uint8_t *bytes;
	xsUnsignedValue length;
} Bytes;

#define readable(ARGUMENT, BYTES) xsmcGetBufferReadable(ARGUMENT, (void **)&(BYTES).bytes, &(BYTES).length)
#define writable(ARGUMENT, BYTES) xsmcGetBufferWritable(ARGUMENT, (void **)&(BYTES).bytes, &(BYTES).length)

/* hostCost(): instructions executed since boot, or computrons where nobody counts those. */
void hostCost(xsMachine *the)
{
	xsResult = xsNumber(boardCost());
}

/* hostBootCost(): of that, what was spent before the first event. */
void hostBootCost(xsMachine *the)
{
	xsResult = xsNumber(serveBootCost());
}

/* hostSha256(out, ...parts) */
void hostSha256(xsMachine *the)
{
	xsIntegerValue count = xsmcArgc, i;
	Sha256 hash;
	Bytes out, part;
	sha256Begin(&hash);
	for (i = 1; i < count; i++) {
		readable(xsArg(i), part);
		sha256Add(&hash, part.bytes, part.length);
	}
	writable(xsArg(0), out);
	sha256End(&hash, out.bytes);
}

/* hostHmac(out, key, ...parts) */
void hostHmac(xsMachine *the)
{
	xsIntegerValue count = xsmcArgc, i;
	Hmac mac;
	Bytes out, part;
	readable(xsArg(1), part);
	hmacBegin(&mac, part.bytes, part.length);
	for (i = 2; i < count; i++) {
		readable(xsArg(i), part);
		hmacAdd(&mac, part.bytes, part.length);
	}
	writable(xsArg(0), out);
	hmacEnd(&mac, out.bytes);
}

/* hostSeal(out, key, nonce, aad, plaintext) */
void hostSeal(xsMachine *the)
{
	Bytes out, key, nonce, aad, plain;
	writable(xsArg(0), out);
	readable(xsArg(1), key);
	readable(xsArg(2), nonce);
	readable(xsArg(3), aad);
	readable(xsArg(4), plain);
	gcmSeal(&(GcmInput){ key.bytes, nonce.bytes, aad.bytes, aad.length }, out.bytes, plain.bytes, plain.length,
		out.bytes + plain.length);
}

/* hostOpen(out, key, nonce, aad, sealed): boolean */
void hostOpen(xsMachine *the)
{
	Bytes out, key, nonce, aad, sealed;
	writable(xsArg(0), out);
	readable(xsArg(1), key);
	readable(xsArg(2), nonce);
	readable(xsArg(3), aad);
	readable(xsArg(4), sealed);
	xsResult = xsBoolean(gcmOpen(&(GcmInput){ key.bytes, nonce.bytes, aad.bytes, aad.length }, out.bytes,
		sealed.bytes, out.length, sealed.bytes + out.length));
}

/* hostP256Pair(pair, k): boolean */
void hostP256Pair(xsMachine *the)
{
	Bytes pair, k;
	writable(xsArg(0), pair);
	readable(xsArg(1), k);
	xsResult = xsBoolean(p256PairInto(pair.bytes, k.bytes));
}

/* hostP256Finish(signature, pair, privateKey, digest): boolean */
void hostP256Finish(xsMachine *the)
{
	Bytes signature, pair, key, digest;
	writable(xsArg(0), signature);
	readable(xsArg(1), pair);
	readable(xsArg(2), key);
	readable(xsArg(3), digest);
	xsResult = xsBoolean(p256FinishInto(signature.bytes, pair.bytes, key.bytes, digest.bytes));
}

/* hostP256PublicKey(publicKey, privateKey): boolean */
void hostP256PublicKey(xsMachine *the)
{
	Bytes publicKey, privateKey;
	writable(xsArg(0), publicKey);
	readable(xsArg(1), privateKey);
	xsResult = xsBoolean(p256PublicKeyInto(publicKey.bytes, privateKey.bytes));
}

/* hostP256IsPublicKey(publicKey): boolean */
void hostP256IsPublicKey(xsMachine *the)
{
	Bytes publicKey;
	readable(xsArg(0), publicKey);
	xsResult = xsBoolean(p256IsPublicKey(publicKey.bytes));
}

/* hostP256Verify(publicKey, digest, signature): boolean */
void hostP256Verify(xsMachine *the)
{
	Bytes publicKey, digest, signature;
	readable(xsArg(0), publicKey);
	readable(xsArg(1), digest);
	readable(xsArg(2), signature);
	xsResult = xsBoolean(p256Verify(publicKey.bytes, digest.bytes, signature.bytes));
}
