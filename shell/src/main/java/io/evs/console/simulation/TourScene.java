package io.evs.console.simulation;

import io.evs.sim.ByHand;
import java.util.List;
import java.util.function.Consumer;

/** A scene of the tour: what is said, and what is done to the ring, again and again. */
@SuppressWarnings("ImmutableEnumChecker") // lists of List.of, functions without a state
enum TourScene {
  ORDER(
      "the token and the order",
      List.of(
          "The members stand in a ring. A token (●) goes from each to the next: who has it may send.",
          "He gives each of his messages the next number (seq). So all members deliver all messages"
              + " in one order, also those that 1 and 3 send here at the same moment."),
      4,
      0,
      "1/50",
      600,
      hand -> {
        hand.send(1, /* safe= */ false, 100);
        hand.send(3, /* safe= */ false, 100);
      }),
  LOSS(
      "loss and retransmission",
      List.of(
          "Here the network loses one packet in five. Who lacks a number writes it on the token:"
              + " that is the retransmission list.",
          "The next member that has the packet sends it again (resent), and nobody delivers what is"
              + " behind a gap before (lag)."),
      4,
      0.2,
      "1/50",
      300,
      hand -> {
        for (int id = 1; id <= 4; id++) {
          hand.send(id, /* safe= */ false, 1200);
        }
      }),
  CRASH(
      "a crash, a new ring",
      List.of(
          "3 crashes, and the token is lost with it. After the token time-out the others gather:"
              + " they agree on who is there (GATHER, COMMIT),",
          "make sure that all have the same messages of the old ring (RECOVERY), and go on in a ring"
              + " of their own. Later 3 starts again, and is taken in the same way."),
      4,
      0,
      "1/20",
      4000,
      hand -> {
        send(hand, 1, 200);
        hand.after(millis(600), () -> hand.crash(3));
        send(hand, 1, 1500);
        hand.after(millis(2200), () -> hand.restart(3));
        send(hand, 3, 3200);
      }),
  PARTITION(
      "partition and merge",
      List.of(
          "The network is cut between 1, 2 and 3, 4, 5. Each part forms a ring and goes on; the table"
              + " shows which ring each is in. A quorum says which part may act for all.",
          "When the network is whole again, the rings hear of each other and become one. Members that"
              + " came from one ring have delivered the same messages."),
      5,
      0,
      "1/20",
      4000,
      hand -> {
        send(hand, 1, 200);
        hand.after(millis(600), () -> hand.partition(new int[] {1, 2}, new int[] {3, 4, 5}));
        send(hand, 1, 1500);
        send(hand, 4, 1500);
        hand.after(millis(2200), hand::heal);
        send(hand, 5, 3400);
      }),
  SAFE(
      "safe delivery",
      List.of(
          "An agreed message is delivered as soon as all before it are: others may not have it yet.",
          "A safe one waits until the token has shown that every member has it (aru), which takes up"
              + " to two more rotations: then no crash can make it unknown. 2 sends one of each."),
      4,
      0,
      "1/100",
      400,
      hand -> {
        hand.send(2, /* safe= */ false, 100);
        hand.after(millis(150), () -> hand.send(2, /* safe= */ true, 100));
      });

  private static final long FORMED = millis(400);

  private final String title;
  private final List<String> paragraphs;
  private final int nodes;
  private final double loss;
  private final String speed;
  private final long everyMillis;
  private final Consumer<ByHand> act;

  TourScene(
      String title,
      List<String> paragraphs,
      int nodes,
      double loss,
      String speed,
      long everyMillis,
      Consumer<ByHand> act) {
    this.title = title;
    this.paragraphs = paragraphs;
    this.nodes = nodes;
    this.loss = loss;
    this.speed = speed;
    this.everyMillis = everyMillis;
    this.act = act;
  }

  private static long millis(long count) {
    return count * 1_000_000L;
  }

  private static void send(ByHand hand, int id, long atMillis) {
    hand.after(millis(atMillis), () -> hand.send(id, /* safe= */ false, 100));
  }

  String title() {
    return title;
  }

  List<String> paragraphs() {
    return paragraphs;
  }

  int nodes() {
    return nodes;
  }

  double loss() {
    return loss;
  }

  String speed() {
    return speed;
  }

  /** Plans what happens in it, over and over. */
  void plan(ByHand hand) {
    hand.after(FORMED, () -> again(hand));
  }

  private void again(ByHand hand) {
    act.accept(hand);
    hand.after(millis(everyMillis), () -> again(hand));
  }
}
