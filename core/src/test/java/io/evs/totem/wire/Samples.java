package io.evs.totem.wire;

import io.evs.RingId;
import io.evs.totem.wire.PacketImage.CommitEntry;
import io.evs.totem.wire.PacketImage.CommitTokenImage;
import io.evs.totem.wire.PacketImage.HeaderImage;
import io.evs.totem.wire.PacketImage.HoldCancelImage;
import io.evs.totem.wire.PacketImage.JoinImage;
import io.evs.totem.wire.PacketImage.McastImage;
import io.evs.totem.wire.PacketImage.MergeDetectImage;
import io.evs.totem.wire.PacketImage.OrfTokenImage;
import io.evs.totem.wire.PacketImage.Packed;
import io.evs.totem.wire.PacketImage.Recovered;
import io.evs.totem.wire.PacketImage.RetransmitRequest;
import java.util.List;

/** One well-formed packet of every kind, with every list filled. */
final class Samples {
  static final RingId RING = new RingId(1, 9);
  static final Octets PACK =
      Octets.of(new byte[] {0, 0, 0, 0, 0, 0, 1, 0, 7, 0, 1, 0, 3, 0, 'e', 'v', 's'});
  static final Trailer TRAILER = new Trailer(5, 77, Trailer.hashOf("ring"), 8900, 80);

  static final McastImage MCAST =
      new McastImage(new HeaderImage(Header.PLAIN, 2, 0), 2, 7, 3, RING, 0, 1, new Packed(PACK));

  static final McastImage RECOVERED =
      new McastImage(
          new HeaderImage(Header.RECOVERED, 1, 0),
          1,
          4,
          9,
          new RingId(1, 13),
          0,
          0,
          new Recovered(MCAST));

  static final OrfTokenImage TOKEN =
      new OrfTokenImage(
          new HeaderImage(0, 1, 0x02000000),
          7,
          40,
          5,
          2,
          RING,
          3,
          12,
          1,
          List.of(new RetransmitRequest(RING, 6), new RetransmitRequest(RING, 7)),
          Octets.EMPTY);

  static final JoinImage JOIN =
      new JoinImage(new HeaderImage(0, 1, 0), 1, 9, List.of(1, 2, -1), List.of(3), octets(TRAILER));

  static final MergeDetectImage MERGE_DETECT =
      new MergeDetectImage(new HeaderImage(0, 1, 0x57eb726f), 1, RING, octets(TRAILER));

  static final CommitTokenImage COMMIT_TOKEN =
      new CommitTokenImage(
          new HeaderImage(0, 1, 0),
          1,
          new RingId(1, 13),
          0,
          1,
          List.of(new CommitEntry(1, RING, 8, 6, 1), new CommitEntry(2, new RingId(0, 0), 0, 0, 0)),
          Octets.EMPTY);

  static final HoldCancelImage HOLD_CANCEL =
      new HoldCancelImage(new HeaderImage(0, 2, 0), RING, Octets.EMPTY);

  static final List<PacketImage> ALL =
      List.of(TOKEN, MCAST, RECOVERED, MERGE_DETECT, JOIN, COMMIT_TOKEN, HOLD_CANCEL);

  private Samples() {}

  static Octets octets(Trailer trailer) {
    byte[] data = new byte[Trailer.LENGTH];
    trailer.write(data, 0);
    return Octets.of(data);
  }

  /** Length of the packet without what trails. */
  static int coreLength(PacketImage image) {
    return PacketCodec.encode(image).length - image.trailing().length();
  }
}
