/** The entries of the context menus, as data. */

import type { NodeId, NodeView, View } from "../engine/view.ts";
import { press, write } from "../session/cluster.ts";
import {
  clockFaults,
  diskFaults,
  type Fault,
  linkFaults,
  nodeLinkFault,
  packetFaults,
} from "../session/faults.ts";
import { jumps } from "../session/jumps.ts";
import { jump } from "../session/leaps.ts";
import { memberChanges } from "../session/membership.ts";
import type { Session } from "../session/session.ts";
import type { OpenMenu } from "../session/state.ts";
import { pressTelling } from "../session/telling.ts";
import { transfersFrom, transferTo } from "../session/transfers.ts";
import { hasSlowLinks } from "../words/fault-signs.ts";
import { packetRoute, partyName } from "../words/format.ts";

export interface MenuItem {
  readonly label: string;
  readonly run: (session: Session) => void;
  readonly disabled?: boolean;
  /** Whether it is one of several values, and the one that holds now. */
  readonly isNow?: boolean;
  /** Whether it shows the details of what it is about, which then have the focus. */
  readonly inspects?: boolean;
  /** The submenu that replaces this menu. */
  readonly opens?: Menu;
  /** The key that does the same. */
  readonly key?: string;
}

export interface Menu {
  readonly title: string;
  readonly items: readonly MenuItem[];
}

/** Returns the menu for the target; null when it would be empty. */
export function menuFor(target: OpenMenu["target"], session: Session): Menu | null {
  switch (target.kind) {
    case "node": {
      const node = session.picture.view.nodes.find((candidate) => candidate.id === target.id);
      return node ? nodeMenu(node, session.picture.view) : null;
    }
    case "link":
      return linkMenu(target.from, target.to, session);
    case "packet":
      return packetMenu(target.id, session);
    case "moments":
      return momentsMenu(session);
    case "client":
      return {
        title: "Client",
        items: [
          { label: "Write", run: write },
          { label: "Inspect", inspects: true, run: (now) => now.select({ kind: "client" }) },
        ],
      };
  }
}

function momentsMenu(session: Session): Menu {
  const { now, head } = session.picture.view;
  return {
    title: "Go to",
    items: [
      ...jumps.map(({ name, key, direction, label }) => ({
        label,
        key: `${direction === "back" ? "Shift " : ""}${key.toUpperCase()}`,
        run: (then: Session) => jump(then, name),
      })),
      { label: "Beginning", run: (then) => then.transport.seek(0), disabled: now === 0 },
      { label: "Newest moment", run: (then) => then.transport.seek(head), disabled: now >= head },
    ],
  };
}

function nodeMenu(node: NodeView, view: View): Menu {
  const { id, status } = node;
  const crashed = status === "crashed";
  return {
    title: `Node ${id}`,
    items: [
      crashed
        ? { label: "Restart", run: (now) => press(now, { restart: id }) }
        : { label: "Crash", run: (now) => press(now, { crash: id }) },
      status === "paused"
        ? { label: "Resume", run: (now) => press(now, { resume: id }) }
        : { label: "Pause this node", run: (now) => press(now, { pause: id }), disabled: crashed },
      {
        label: "Force election timeout",
        run: (now) => press(now, { timeout: id }),
        disabled: status !== "up" || node.role === "leader",
      },
      submenu("Disk…", `Disk of Node ${id}`, diskFaults(view, id), {
        label: "Writes take…",
        run: (now) => now.openSheet({ kind: "disk", node: id }),
      }),
      submenu("Clock…", `Clock of Node ${id}`, clockFaults(view, id)),
      faultItem(nodeLinkFault(view, id, hasSlowLinks(view, id))),
      { label: "Isolate", run: (now) => press(now, { isolate: id }) },
      transferItem(node, view),
      ...membershipItem(id, view),
      {
        label: "Write here",
        run: (now) => {
          now.select({ kind: "node", id });
          write(now);
        },
      },
      {
        label: "Inspect",
        inspects: true,
        run: (now) => {
          now.select({ kind: "node", id });
          now.update((page) => ({ ...page, risen: page.compact }));
        },
      },
    ],
  };
}

/** A leader hands its lead to any other node; of any other node, the leader hands its lead to it. */
function transferItem({ id, role, status }: NodeView, view: View): MenuItem {
  if (role === "leader" && status === "up") {
    return submenu(
      "Transfer lead to…",
      `Transfer the lead from Node ${id} to…`,
      transfersFrom(view, id),
    );
  }
  return faultItem(transferTo(view, id));
}

/** Where members come and go: what the node may become. */
function membershipItem(id: NodeId, { machines }: View): readonly MenuItem[] {
  const machine = machines[id];
  const changes = machine === undefined ? [] : memberChanges(machine);
  return changes.length === 0 ? [] : [submenu("Membership…", `Membership of Node ${id}`, changes)];
}

function linkMenu(from: NodeId, to: NodeId, session: Session): Menu {
  const isCut = (a: NodeId, b: NodeId) =>
    session.picture.view.cuts.some((cut) => cut.from === a && cut.to === b);
  const direction = (a: NodeId, b: NodeId): MenuItem =>
    isCut(a, b)
      ? { label: `Open ${a} → ${b}`, run: (now) => pressTelling(now, [{ uncut: [a, b] }]) }
      : { label: `Cut ${a} → ${b}`, run: (now) => pressTelling(now, [{ cut: [a, b] }]) };
  const both = (cut: boolean) => (now: Session) => {
    for (const pair of [[from, to] as const, [to, from] as const]) {
      if (isCut(...pair) !== cut) press(now, cut ? { cut: pair } : { uncut: pair });
    }
  };
  const cutCount = Number(isCut(from, to)) + Number(isCut(to, from));
  return {
    title: `${partyName(from)} – ${partyName(to)}`,
    items: [
      direction(from, to),
      direction(to, from),
      { label: "Cut both directions", run: both(true), disabled: cutCount === 2 },
      { label: "Heal this link", run: both(false), disabled: cutCount === 0 },
      ...linkFaults(session.picture.view, from, to).map(faultItem),
      { label: "Loss and latency…", run: (now) => now.openSheet({ kind: "link", from, to }) },
    ],
  };
}

function packetMenu(id: number, session: Session): Menu | null {
  const detail = session.engine.packet(id);
  if (!detail) return null;
  const { packet, nth, copy } = detail;
  const name = { from: packet.from, to: packet.to, nth, copy };
  return {
    title: packetRoute(packet),
    items: [
      ...packetFaults(name, packet, session.frame.now).map(faultItem),
      { label: "Inspect", inspects: true, run: (now) => now.select({ kind: "packet", id }) },
    ],
  };
}

function faultItem({ label, does, idle, isNow = false }: Fault): MenuItem {
  return { label, run: (session) => pressTelling(session, does), disabled: idle, isNow };
}

function submenu(
  label: string,
  title: string,
  faults: readonly Fault[],
  ...more: readonly MenuItem[]
): MenuItem {
  const items = [...faults.map(faultItem), ...more];
  return { label, run: () => undefined, opens: { title, items } };
}
