/**
 * What the SDK's own manifests bring into an image, as far as the unit uses them: Moddable SDK 8.2. The check
 * runs without the SDK, so it has to be told; a build with the SDK is what proves this table.
 */
export const SDK_MANIFESTS: Readonly<Record<string, readonly string[]>> = {
	"$(MODDABLE)/examples/manifest_base.json": ["timer", "time", "mc/config"],
	"$(MODDABLE)/examples/manifest_net.json": ["embedded:network/interface/wifi", "sntp"],
	"$(MODULES)/io/manifest.json": [
		"embedded:io/analog",
		"embedded:io/digital",
		"embedded:io/digitalbank",
		"embedded:io/i2c",
		"embedded:io/pwm",
		"embedded:io/serial",
		"embedded:io/spi",
		"embedded:io/socket/tcp",
		"embedded:io/socket/udp",
		"embedded:io/socket/listener",
		"embedded:provider/builtin",
		"embedded:network/interface/wifi",
	],
	"$(MODULES)/io/flash/manifest.json": ["embedded:storage/flash"],
	"$(MODULES)/io/imagein/camera/manifest.json": ["embedded:io/image/in/camera"],
	"$(MODULES)/io/update/manifest.json": ["embedded:update", "embedded:storage/flash"],
	"$(MODULES)/io/wifi/manifest.json": ["embedded:network/interface/wifi"],
	"$(MODULES)/crypt/digest/manifest.json": ["crypt"],
	"$(MODULES)/crypt/tls_419.json": ["crypt", "curve", "ec", "ecp", "mont", "gcm", "ssl/session"],
	"$(MODDABLE)/examples/io/tcp/tlssocket/manifest.json": ["embedded:io/socket/tcp/tls", "ssl/session"],
	"$(MODDABLE)/examples/io/tcp/mqttclient/manifest_mqttclient.json": [
		"embedded:network/mqtt/client",
		"embedded:network/dns/resolver/udp",
	],
	"$(MODDABLE)/modules/io/storage/manifest.json": ["embedded:storage/key-value"],
};

/** What those manifests bring on one family of chips and not on another. */
export const SDK_LACKS: Readonly<Record<string, readonly string[]>> = {
	pico: ["embedded:io/socket/tcp", "embedded:io/socket/udp", "embedded:io/socket/listener"],
};
