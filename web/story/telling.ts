/** What the head of the page says at one moment. */

/** The one control that pulses, if any. */
export const invitations = [
  "nodes",
  "write",
  "crash",
  "restart",
  "partition",
  "heal",
  "share",
] as const;
export type Invitation = (typeof invitations)[number];

export interface Telling {
  readonly headline: string;
  /** One quiet line below the headline; empty when there is nothing to add. */
  readonly question: string;
  readonly invitation: Invitation | null;
  /** Whether the page offers Yes and No as answers. */
  readonly asksYesOrNo: boolean;
}

export function telling(
  headline: string,
  question = "",
  invitation: Invitation | null = null,
  asksYesOrNo = false,
): Telling {
  return { headline, question, invitation, asksYesOrNo };
}
