package io.evs.doctor;

import io.evs.doctor.CheckupReport.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is wrong with the ways between nodes. */
final class LinkFindings {
  private static final long CLOCK_MICROS = 1_000_000;

  private final Map<Long, CheckupReport> reports;
  private final Map<String, String> missing;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, List<Long>> absent = new TreeMap<>();

  /** Who got answers from where no reporter is, by address. */
  private final Map<String, List<Long>> answered = new TreeMap<>();

  private final Set<List<Long>> cut = new HashSet<>();

  /**
   * Of those who reported.
   *
   * @param missing why nodes are not in the ring, by their addresses
   */
  LinkFindings(Map<Long, CheckupReport> reports, Map<String, String> missing) {
    this.reports = reports;
    this.missing = missing;
  }

  List<Finding> all() {
    for (CheckupReport from : reports.values()) {
      for (Link link : from.links()) {
        Optional<Link> back = back(from, link);
        if (back.isPresent()) {
          between(from, link, back.get());
        } else {
          outside(from, link);
        }
        size(from, link, back);
        group(from, link);
        clock(from, link);
      }
    }
    absent.forEach(this::nobody);
    return findings;
  }

  /** What the other side tells of the same way. */
  private Optional<Link> back(CheckupReport from, Link link) {
    CheckupReport other = reports.get(link.node());
    return other == null
        ? Optional.empty()
        : other.links().stream().filter(each -> each.node() == from.node().asLong()).findFirst();
  }

  private void between(CheckupReport from, Link link, Link back) {
    long a = from.node().asLong();
    long b = link.node();
    if (link.asked() == 0) {
      return;
    }
    // What was answered had arrived, though the other side had not begun to count.
    int arrived = Math.max(back.received(), link.answered());
    if (arrived > 0) {
      loss(List.of(a, b), "from " + a + " to " + b, link.asked(), arrived);
      return;
    }
    boolean both = link.received() == 0;
    if (both && !cut.add(a < b ? List.of(a, b) : List.of(b, a))) {
      return;
    }
    findings.add(
        both
            ? Finding.error(
                "unreachable",
                List.of(a, b),
                "no packet gets from "
                    + a
                    + " to "
                    + b
                    + " or back: what they send each other comes by others, or not at all",
                "look at firewalls and routes between " + a + " and " + b)
            : Finding.error(
                "one_way",
                List.of(a, b),
                "packets of "
                    + a
                    + " do not get to "
                    + b
                    + ", while those of "
                    + b
                    + " get to "
                    + a
                    + ": every message of "
                    + a
                    + " must be sent again by others, and a ring may not form",
                "look at the firewall of "
                    + b
                    + " for UDP from "
                    + a
                    + ", and at that of "
                    + a
                    + " for UDP to "
                    + b));
  }

  private void loss(List<Long> members, String way, int sent, int arrived) {
    if (arrived * 3L < sent * 2L) {
      findings.add(
          Finding.warning(
              "unreachable",
              members,
              (sent - arrived)
                  + " of "
                  + sent
                  + " packets "
                  + way
                  + " were lost: the ring is slowed, and re-forms if tokens are",
              "look at the load and the network between them; ring.profile lossy bears more"));
    }
  }

  /** A way of which only this side tells. */
  private void outside(CheckupReport from, Link link) {
    long a = from.node().asLong();
    String where = where(link);
    if (link.asked() == 0) {
      return;
    }
    if (link.answered() > 0) {
      answered.computeIfAbsent(link.address(), address -> new ArrayList<>()).add(a);
      loss(members(a, link), "to " + where + " and back", link.asked(), link.answered());
    } else if (!link.member() && isStranger(link.address())) {
      return;
    } else if (link.heard() > 0) {
      findings.add(
          Finding.error(
              "one_way",
              members(a, link),
              "packets of "
                  + where
                  + " get to "
                  + a
                  + ", which gets no answer from there: they cannot form a ring",
              "look at the firewall there for UDP from " + a + ", and here for UDP to there"));
    } else if (link.member()) {
      findings.add(
          Finding.error(
              "unreachable",
              members(a, link),
              a + " gets no answer from " + where + ", which is in the ring",
              "look at firewalls and routes between them, and whether it runs evs node"));
    } else if (link.listed()) {
      absent.computeIfAbsent(link.address(), address -> new ArrayList<>()).add(a);
    }
  }

  /** Whether somebody with another key is there: that is told, and that it does not answer not. */
  private boolean isStranger(String address) {
    return missing.getOrDefault(address, "").equals("other_key")
        || reports.values().stream().anyMatch(each -> each.strangers().containsKey(address));
  }

  private void nobody(String address, List<Long> askers) {
    String reason = missing.getOrDefault(address, "");
    if (answered.containsKey(address)) {
      findings.add(blocked(address, askers, answered.get(address)));
      return;
    }
    String text =
        "nobody answers at "
            + address
            + ", which is listed as a peer: nothing runs there, or packets are blocked, or it has"
            + " another key";
    String hint = "start evs node or evs doctor there; look at the firewall for UDP to " + address;
    findings.add(
        reason.equals("left")
            ? Finding.warning("unreachable", askers, text, hint)
            : Finding.error("unreachable", askers, text, hint));
  }

  private static Finding blocked(String address, List<Long> askers, List<Long> others) {
    return Finding.error(
        "unreachable",
        askers,
        words(askers)
            + " got no answer from "
            + address
            + ", which answered "
            + words(others)
            + ": packets between them are blocked in one direction or both, and it cannot join",
        "look at the firewalls and routes between " + words(askers) + " and " + address);
  }

  private static String words(List<Long> nodes) {
    return nodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static List<Long> members(long a, Link link) {
    return link.node() == 0 ? List.of(a) : List.of(a, link.node());
  }

  private static String where(Link link) {
    return link.node() == 0 ? link.address() : String.valueOf(link.node());
  }

  private void size(CheckupReport from, Link link, Optional<Link> back) {
    long a = from.node().asLong();
    boolean passes = link.answered() > 0 || back.map(each -> each.received() > 0).orElse(false);
    int longest = Math.max(link.longestAnswered(), back.map(Link::longestReceived).orElse(0));
    if (!passes || longest >= link.longestAsked()) {
      return;
    }
    int ring =
        reports.values().stream()
            .mapToInt(each -> each.packetBytes() + each.headerBytes())
            .min()
            .orElse(0);
    boolean suffers = ring > longest;
    String text =
        "IP packets of up to "
            + longest
            + " bytes get from "
            + a
            + " to "
            + where(link)
            + ", and those of "
            + link.longestAsked()
            + " do not"
            + (suffers
                ? ": the ring's have up to " + ring + ", so that full ones are lost again and again"
                : "; the ring's have up to " + ring + ", as the smallest MTU of a member allows");
    String hint =
        suffers
            ? "set totem.netmtu to " + longest + " on all members, or mend the MTU on the way"
            : "give all members' interfaces one MTU, or set totem.netmtu alike";
    findings.add(
        suffers
            ? Finding.error("mtu", members(a, link), text, hint)
            : Finding.warning("mtu", members(a, link), text, hint));
  }

  private void group(CheckupReport from, Link link) {
    if (from.multicast()
        && link.groupAsked() > 0
        && link.answered() > 0
        && link.groupAnswered() == 0) {
      findings.add(
          Finding.error(
              "multicast",
              members(from.node().asLong(), link),
              "multicasts of "
                  + from.node()
                  + " do not get to "
                  + where(link)
                  + ", though packets to it alone do: it gets no message of a multicast ring",
              "look at multicast.group, ttl and IGMP snooping of the switches, and the firewall"
                  + " there; or choose transport unicast"));
    }
  }

  private void clock(CheckupReport from, Link link) {
    long error = link.roundTripMicros();
    if (link.answered() > 0 && Math.abs(link.clockAheadMicros()) - error > CLOCK_MICROS) {
      long a = from.node().asLong();
      if (link.node() == 0 || a < link.node() || !reports.containsKey(link.node())) {
        findings.add(
            Finding.warning(
                "clock",
                members(a, link),
                "the clock of "
                    + where(link)
                    + " differs by "
                    + Math.abs(link.clockAheadMicros()) / 1_000_000
                    + " s from that of "
                    + a
                    + ": the ring does not need it, but their logs do not fit together",
                "run NTP on both"));
      }
    }
  }
}
