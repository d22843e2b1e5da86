/** Called by XS before it gives up. @returns false to go on: the exception is dropped. */
declare var abort: ((message: string, exception: unknown) => boolean) | undefined;
