/** The types that occur both in actions and in views. */

/** A moment or a span of simulated time, in whole microseconds. */
export type Microseconds = number;
/** 0 … 8. */
export type NodeId = number;
/** An end of a message: a node, or `"client"` for the clients outside the cluster. */
export type Party = NodeId | "client";

/**
 * How a disk confirms writes: once they are on stable storage, not at all for now, or at once,
 * although a crash still loses them; one that fails says of each write that it is not done.
 */
export const diskConducts = ["syncs", "stalls", "lies", "fails"] as const;
export type DiskConduct = (typeof diskConducts)[number];
