import I2C from "embedded:io/i2c";
import PWM from "embedded:io/pwm";
import UDP from "embedded:io/socket/udp";

/**
 * The SDK's typings leave out what its drivers have: `close` of all of them, and a PWM's `port`, its channel.
 * This file says so to the compiler.
 */

export interface Pwm {
	/** Bits of `write`'s value. */
	readonly resolution: number;
	/** 0 .. 2^resolution - 1. */
	write(value: number): void;
	close(): void;
}

/** @param port LEDC channel, 0..7; 0 is the camera's. */
export function openPwm(pin: number, hz: number, port: number): Pwm {
	const options = { pin, hz, port };
	const pwm: unknown = new PWM(options);
	return pwm as Pwm;
}

export interface Bus {
	write(bytes: Uint8Array): void;
	read(buffer: Uint8Array): void;
	close(): void;
}

/** @param port I2C controller; the camera's driver has one for itself. */
export function openI2c(options: {
	data: number;
	clock: number;
	hz: number;
	address: number;
	port: number;
}): Bus {
	const i2c: unknown = new I2C(options);
	return i2c as Bus;
}

export interface UdpSocket {
	/** The next datagram. */
	read(): ArrayBuffer;
	write(bytes: Uint8Array, address: string, port: number): void;
	close(): void;
}

/** @param onReadable is told how many datagrams wait. */
export function openUdp(onReadable: (count: number) => void): UdpSocket {
	const udp: unknown = new UDP({ onReadable });
	return udp as UdpSocket;
}
