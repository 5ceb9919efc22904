package io.evs.node.record;

import io.evs.EvsConfig;
import io.evs.TotemOption;
import io.evs.flight.FlightLog;
import io.evs.flight.FlightRecorder;
import io.evs.group.MemberConfig;
import io.evs.node.process.Moment;
import io.evs.node.process.SocketDrops;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What becomes of a node's flight recorder: whose it is, files at each change of the ring, and what
 * others are told of it. No secret is among it.
 */
public final class NodeFlight implements AutoCloseable {
  private final FlightLog.Source source;
  private final NodeRecorder recorder;
  private final FlightFiles files;

  /**
   * Not started.
   *
   * @param member what its member is made with
   * @param name of the node, for people
   * @param bound where the node's socket is
   * @param store of the same state folder
   * @param dropped takes how many datagrams the system dropped since it was told last; on a thread
   *     that may wait for the disk
   */
  public NodeFlight(
      NodeRecorder recorder,
      EvsConfig config,
      MemberConfig member,
      String name,
      InetSocketAddress bound,
      RingStore store,
      LongConsumer dropped) {
    this.recorder = recorder;
    this.files =
        new FlightFiles(
            config.stateDir(),
            Integer.toUnsignedString(member.nodeId()),
            new SocketDrops(bound),
            dropped,
            store::look,
            store.standing());
    this.source =
        new FlightLog.Source(
            member.nodeId(),
            name,
            config.ringName(),
            member.incarnation(),
            member.policy().tokenNanos(),
            member.policy().consensusNanos(),
            settings(config, member));
  }

  private static Map<String, String> settings(EvsConfig config, MemberConfig member) {
    Map<String, String> values = new TreeMap<>();
    values.put("node.bind", config.bind());
    values.put(
        "peers", config.peers().stream().map(Object::toString).collect(Collectors.joining(",")));
    values.put("security.suite", config.securityInUse().toString());
    values.put("ring.profile", config.profile().toString());
    values.put("packet_bytes", String.valueOf(member.packetBytes()));
    for (TotemOption each : TotemOption.values()) {
      OptionalLong given = config.totem(each);
      given.ifPresent(value -> values.put("totem." + each, each.text(value)));
    }
    values.put("policy", member.policy().toString());
    return values;
  }

  public void start() {
    files.start();
  }

  /** The ring has changed: what led to it is kept. Loop thread. */
  public void changed() {
    files.write(held());
  }

  /** What the recorder holds now: copied at once, on the loop thread, and read by any. */
  public Supplier<FlightLog> held() {
    long[] snapshot = recorder.snapshot();
    Moment at = Moment.now();
    return () ->
        new FlightLog(
            source, at.wall().toEpochMilli(), at.nanos(), FlightRecorder.events(snapshot));
  }

  /** Keeps what led to the end, too: it is called when the loop has ended. */
  @Override
  public void close() {
    files.write(held());
    files.close();
  }
}
