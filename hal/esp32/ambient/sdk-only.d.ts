/** What the package @moddable/typings describes and the SDK's own typings do not: only for a build. */

declare module "embedded:io/socket/tcp/tls" {
	/** TLS over a TCP socket. */
	export default class TLSSocket {
		constructor(options: object);
	}
}
