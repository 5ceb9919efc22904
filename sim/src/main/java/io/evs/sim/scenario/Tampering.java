package io.evs.sim.scenario;

import io.evs.sim.ScenarioStage;
import io.evs.sim.net.Datagram;
import io.evs.sim.net.PacketRule;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Packets that change on their way: what a damaged or hostile sender might put on the wire. */
final class Tampering {
  private Tampering() {}

  /** Replaces all packets of a kind; they take the plain latency of their link. */
  static PacketRule replace(
      ScenarioStage stage, Predicate<Datagram> kind, UnaryOperator<byte[]> change) {
    return stage
        .network()
        .addRule(
            packet -> {
              if (!kind.test(packet)) {
                return PacketRule.PASS;
              }
              if (stage.network().connected(packet.from(), packet.to())) {
                byte[] bytes = change.apply(packet.bytes().clone());
                Datagram changed = new Datagram(packet.from(), packet.to(), bytes);
                stage.world().inject(changed, stage.network().model().baseNanos);
              }
              return PacketRule.DROP;
            });
  }

  /** Writes a little-endian number of 4 bytes. */
  static void putInt(byte[] bytes, int offset, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[offset + i] = (byte) (value >>> 8 * i);
    }
  }

  /** Reads a little-endian number of 4 bytes. */
  static int intAt(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff)
        | (bytes[offset + 1] & 0xff) << 8
        | (bytes[offset + 2] & 0xff) << 16
        | (bytes[offset + 3] & 0xff) << 24;
  }
}
