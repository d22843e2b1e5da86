/**
 * True while the running image is on trial: the next start brings the old one back unless `confirmImage`
 * came.
 */
export function isOnTrial(this: unknown): boolean {
	return native("xs_image_on_trial").call(this);
}

/** The running image is good; from now on it starts. */
export function confirmImage(this: unknown): void {
	return native("xs_image_confirm").call(this);
}
