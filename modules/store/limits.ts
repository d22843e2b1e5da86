/** Every bound of the store, with its reason. */

/** Bytes of a key: a record id is 16 bytes (truncated SHA-256), everything else fits by padding. */
export const KEY_LENGTH = 16;

/**
 * Bytes of a value: an outbox entry holds one message of at most 1,400 bytes; 1,404 + 4 of CRC fills whole
 * units.
 */
export const VALUE_MAX = 1404;

/**
 * Record kinds are 1..127: with 24 bits of hash beside it, a kind keeps an index tag a positive 32-bit
 * integer.
 */
export const KIND_MAX = 127;

/** Records of one atomic commit: attempt, audit entry, audit head, outbox entry, and some to spare. */
export const BATCH_MAX = 8;

/**
 * Live records without an option: 300 enrolments with their counters, an outbox and an audit tail. Costs 8
 * KB.
 */
export const RECORDS_DEFAULT = 768;

/** One sector is being filled, one is free, two hold what is compacted. */
export const SECTORS_MIN = 4;

/** The sector header counts compacted sectors in one byte. 256 sectors of 4 KB are 1 MB. */
export const SECTORS_MAX = 256;

/**
 * Compactions that one commit may do for later ones: three, so that a quarter of free sectors outlasts a
 * cold half.
 */
export const COMPACTIONS_AHEAD = 3;

/** A sector must hold its header, a gap and one useful record. */
export const SECTOR_LENGTH_MIN = 256;

/** Lengths inside a sector are kept in 16 bits. */
export const SECTOR_LENGTH_MAX = 65536;
