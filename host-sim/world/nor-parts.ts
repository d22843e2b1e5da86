export interface NorPart {
	readonly name: string;
	/** Blocks of the partition we would set aside: 256 KB. */
	readonly blocks: number;
	readonly blockLength: number;
	readonly writeLength: number;
	/** Erase cycles of a block that the maker rates. */
	readonly ratedErases: number;
}

/** Geometries of real parts, by the unit they program: 1, 4 and 16 bytes. */
export const NOR_PARTS = {
	/** Winbond SPI NOR, the usual flash beside an ESP32-S3: 4 KB sectors, any byte, 100,000 cycles. */
	w25q128jv: { name: "w25q128jv", blocks: 64, blockLength: 4096, writeLength: 1, ratedErases: 100_000 },
	/** Nordic nRF52840 internal flash: 4 KB pages, 32-bit words, 10,000 cycles. */
	nrf52840: { name: "nrf52840", blocks: 64, blockLength: 4096, writeLength: 4, ratedErases: 10_000 },
	/**
	 * Cypress S25FS128S SPI NOR: 4 KB parameter sectors, ECC over units of 16 bytes (off after a second
	 * pass).
	 */
	s25fs128s: { name: "s25fs128s", blocks: 64, blockLength: 4096, writeLength: 16, ratedErases: 100_000 },
} as const satisfies Record<string, NorPart>;
