package io.evs.totem.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The captured packets in src/test/resources/captures, see the README.md there. */
public final class Captures {
  /** Names of the files. */
  public static final List<String> NAMES =
      List.of("corosync-3.1.7-udpu", "corosync-3.1.7-udp-multicast");

  private Captures() {}

  /** All packets of one capture in order. */
  public static List<byte[]> packets(String name) {
    List<byte[]> packets = new ArrayList<>();
    try (InputStream file =
            Captures.class.getResourceAsStream("/captures/" + name + ".packets.gz");
        DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
      int low;
      while ((low = in.read()) >= 0) {
        byte[] packet = new byte[low | in.readUnsignedByte() << 8];
        in.readFully(packet);
        packets.add(packet);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packets;
  }
}
