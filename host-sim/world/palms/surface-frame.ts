/**
 * Where things are on the palm's surface, which is drawn flat, fingers up, one pixel about half a millimetre:
 *
 *        0 ......... 128 ......... 256 x        the palm fills the plane; its inscribed circle has radius
 *        :    +-------+-------+                 PALM_RADIUS about the centre; the region that recognition
 *      128    |    region     |                 cuts out is REGION_SIDE wide about the same centre
 *        :    +-------+-------+
 *      256 y
 */
export const SURFACE_SIDE = 256;
export const REGION_SIDE = 128;
export const PALM_RADIUS = 85;

export type Hand = "left" | "right";
