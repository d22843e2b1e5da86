/**
 * A function of C by its name: the compiler puts it in the place of the function that does nothing but call
 * it.
 */
declare function native(name: string): { call(self: unknown, ...values: readonly unknown[]): never };
