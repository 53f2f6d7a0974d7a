/**
 * The run that the page opens with. Its seed was chosen for clear elections: Node 2 has the
 * shortest timer by far and is the only candidate, and the elections after a crash and after a
 * partition have a single candidate as well.
 */
export const openingRun = { seed: 18630, nodes: 5 } as const;
