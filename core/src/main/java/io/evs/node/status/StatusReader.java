package io.evs.node.status;

import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.RingId;
import io.evs.SecuritySuite;
import io.evs.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a status from JSON. */
final class StatusReader {
  /**
   * Only these are looked at, so that no text makes anybody ask DNS. The system takes four numbers
   * of which one is above 255 for a name; one with colons it takes for an address in brackets only.
   */
  private static final Pattern V4 = Pattern.compile("([0-9]{1,3})(\\.[0-9]{1,3}){3}");

  private static final Pattern V6 =
      Pattern.compile("(?<address>[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(%[\\w.-]+)?");

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,64}");

  /** Names that a program or a terminal could take for something else are not believed. */
  private static final Pattern COUNTER = Pattern.compile("[a-z0-9_]{1,64}");

  private static final Set<String> STATES =
      Set.of("OPERATIONAL", "GATHER", "COMMIT", "RECOVERY", "CLOSED");

  private StatusReader() {}

  static NodeStatus status(JsonTree document) throws IOException {
    if (document.number("schema") != 1) {
      throw new IOException("it is of another version: schema " + document.number("schema"));
    }
    JsonTree node = document.tree("node");
    JsonTree ring = document.tree("ring");
    JsonTree queues = document.tree("queues");
    JsonTree security = document.tree("security");
    return new NodeStatus(
        NodeId.of(node.number("id")),
        node.text("name"),
        node.number("incarnation"),
        ring.text("name"),
        address(node.text("address")),
        node.text("transport"),
        security(security),
        state(ring.text("state")),
        ringId(ring),
        ring.textIfThere("formed_at").map(Instant::parse),
        members(ring),
        counters(document.tree("counters")),
        queues.number("send_bytes"),
        queues.number("receive_bytes"),
        Math.toIntExact(queues.number("handles")),
        pauses(document.tree("pauses")),
        Instant.parse(node.text("started_at")),
        Instant.parse(document.text("at")),
        token(document.tree("token")),
        timings(document.tree("histograms")),
        queues.number("send_max_bytes"),
        queues.number("receive_max_bytes"),
        packets(node),
        ring.textIfThere("changing_since").map(Instant::parse),
        ConditionJson.missing(document),
        ConditionJson.condition(document, node),
        quorum(document));
  }

  /** Null where none is configured; nodes of an earlier version do not tell. */
  private static Optional<NodeStatus.Quorum> quorum(JsonTree document) throws IOException {
    if (!document.hasObject("quorum")) {
      return Optional.empty();
    }
    JsonTree quorum = document.tree("quorum");
    return Optional.of(
        new NodeStatus.Quorum(
            quorum.number("expected_votes"),
            quorum.number("votes"),
            quorum.isTrue("primary"),
            quorum.textIfThere("problem").orElse("")));
  }

  private static Optional<NodeStatus.Packets> packets(JsonTree node) throws IOException {
    return node.has("packet_bytes")
        ? Optional.of(
            new NodeStatus.Packets(
                Math.toIntExact(node.number("packet_bytes")), node.text("packet_limit")))
        : Optional.empty();
  }

  /** Nodes of an earlier version tell less. */
  private static NodeStatus.Security security(JsonTree security) throws IOException {
    List<NodeStatus.Key> installed = new ArrayList<>();
    if (security.has("installed")) {
      for (JsonTree each : security.trees("installed")) {
        installed.add(new NodeStatus.Key(hex(each, "key_id"), hex(each, "fingerprint")));
      }
    }
    return new NodeStatus.Security(
        SecuritySuite.parse(security.text("suite")),
        security.text("key_id"),
        security.text("key_fingerprint"),
        installed,
        security.has("generation") ? security.number("generation") : 0,
        security.has("lacking") ? hex(security, "lacking") : "");
  }

  private static String hex(JsonTree from, String name) throws IOException {
    String text = from.text(name);
    if (!HEX.matcher(text).matches()) {
      throw new IOException(name + " is not hexadecimal");
    }
    return text;
  }

  private static String state(String text) throws IOException {
    String state = text.toUpperCase(Locale.ROOT);
    if (!STATES.contains(state)) {
      throw new IOException("it has a state that is none");
    }
    return state;
  }

  private static Optional<RingId> ringId(JsonTree ring) throws IOException {
    if (!ring.has("representative")) {
      return Optional.empty();
    }
    int representative = NodeId.of(ring.number("representative")).value();
    return Optional.of(new RingId(representative, ring.number("sequence")));
  }

  private static List<NodeStatus.Peer> members(JsonTree ring) throws IOException {
    List<NodeStatus.Peer> members = new ArrayList<>();
    for (JsonTree each : ring.trees("members")) {
      Optional<InetSocketAddress> address =
          each.has("address") ? Optional.of(address(each.text("address"))) : Optional.empty();
      members.add(new NodeStatus.Peer(NodeId.of(each.number("id")), address));
    }
    return members;
  }

  private static Map<String, Long> counters(JsonTree counters) throws IOException {
    Map<String, Long> values = new LinkedHashMap<>();
    for (String name : counters.names()) {
      if (!COUNTER.matcher(name).matches()) {
        throw new IOException("it has a counter whose name is none");
      }
      values.put(name, counters.number(name));
    }
    return values;
  }

  private static NodeStatus.Pauses pauses(JsonTree pauses) throws IOException {
    return new NodeStatus.Pauses(
        pauses.number("count"), pauses.number("last_us"), pauses.number("longest_us"));
  }

  private static NodeStatus.Token token(JsonTree token) throws IOException {
    return new NodeStatus.Token(
        token.number("seq"), token.number("aru"), token.isTrue("held"), token.numbers("missing"));
  }

  private static Map<String, Timing> timings(JsonTree histograms) throws IOException {
    Map<String, Timing> timings = new LinkedHashMap<>();
    for (String name : histograms.names()) {
      if (!name.equals("bounds_us")) {
        Timing timing = timing(histograms.tree(name));
        if (timing.buckets().size() != Timing.BOUNDS_NANOS.size()) {
          throw new IOException(name + " has " + timing.buckets().size() + " buckets");
        }
        timings.put(name, timing);
      }
    }
    return timings;
  }

  private static Timing timing(JsonTree timing) throws IOException {
    JsonTree recent = timing.tree("recent");
    return new Timing(
        timing.number("count"),
        timing.micros("sum_us"),
        timing.numbers("buckets"),
        new Timing.Recent(
            recent.number("count"),
            recent.micros("p50_us"),
            recent.micros("p90_us"),
            recent.micros("p99_us"),
            recent.micros("p999_us"),
            recent.micros("max_us")));
  }

  private static InetSocketAddress address(String text) throws IOException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new InetSocketAddress(literal(host, text), Integer.parseInt(text.substring(colon + 1)));
  }

  private static InetAddress literal(String host, String text) throws IOException {
    Matcher six = V6.matcher(host);
    if (six.matches()) {
      return InetAddress.getByName("[" + six.group("address") + "]");
    }
    if (!V4.matcher(host).matches()) {
      throw new IOException("\"" + text + "\" is not an address and a port");
    }
    byte[] bytes = new byte[4];
    String[] numbers = host.split("\\.");
    for (int i = 0; i < bytes.length; i++) {
      int number = Integer.parseInt(numbers[i]);
      if (number > 255) {
        throw new IOException("\"" + text + "\" is not an address and a port");
      }
      bytes[i] = (byte) number;
    }
    return InetAddress.getByAddress(bytes);
  }
}
