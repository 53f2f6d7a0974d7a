/**
 * The run that opens the page: Node 2's timer is plainly the shortest, it wins the first
 * election alone, and the elections after a crash and after a cut are clean too.
 */
export const openingRun = { seed: 18630, nodes: 5 } as const;
