/** All that an engine gives the bundle; the C host and the Node host provide the same. */

/** Asks the host and waits for its answer. */
declare function hostCall(request: ArrayBuffer): ArrayBuffer;

/** Tells the host, in order, without an answer. */
declare function hostPost(message: ArrayBuffer): void;

/** Memory for one camera frame, 307,200 bytes outside the JavaScript heap; the same every time. */
declare function hostFrame(): ArrayBuffer;

/** Defined by the bundle; called with one event at a time. */
declare var onHostEvent: (event: ArrayBuffer) => void;
