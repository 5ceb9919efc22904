package io.evs.state.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.evs.ConfigurationChange;
import io.evs.Group;
import io.evs.GroupChange;
import io.evs.GroupChange.Change;
import io.evs.GroupChange.Reason;
import io.evs.GroupMember;
import io.evs.NodeId;
import io.evs.RingId;
import io.evs.state.replica.StateMessage.Chunk;
import io.evs.state.replica.StateMessage.Command;
import io.evs.state.replica.StateMessage.Cut;
import io.evs.state.replica.StateMessage.Header;
import io.evs.state.replica.StateMessage.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What others say that they may not say, at one participant that joins a group of two. */
class StateParticipantTest {
  private static final GroupMember FIRST = member(1);
  private static final GroupMember SECOND = member(2);
  private static final GroupMember SELF = member(3);
  private static final GroupMember STRANGER = member(9);
  private static final RingId RING = new RingId(1, 4);
  private static final TransferId TRANSFER = new TransferId(RING, 1);

  private final StringBuilder state = new StringBuilder();
  private final List<String> ended = new ArrayList<>();
  private final StateParticipant participant =
      new StateParticipant(SELF, new Letters(), new RecordedEffects(), Pace.USUAL);

  private final class RecordedEffects implements StateEffects {
    @Override
    public void send(byte[] payload, boolean safe) {}

    @Override
    public void answered(long number, @Nullable Object answer) {}

    @Override
    public void threw(long number, RuntimeException failure) {
      throw failure;
    }

    @Override
    public void refused(long number, Refusal why) {
      throw new AssertionError("nothing is refused here");
    }

    @Override
    public void ready(boolean isReady) {}

    @Override
    public void differ(List<GroupMember> members) {
      throw new AssertionError("nobody differs here");
    }

    @Override
    public void ended(String why) {
      ended.add(why);
    }
  }

  private final class Letters implements Machine {
    @Override
    public void begin() {
      state.setLength(0);
    }

    @Override
    public @Nullable Object apply(byte[] command) {
      state.append(new String(command, StandardCharsets.UTF_8));
      return null;
    }

    @Override
    public List<byte[]> snapshot(int chunkBytes) {
      return List.of(state.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void load(List<byte[]> chunks) {
      begin();
      chunks.forEach(this::apply);
    }

    @Override
    public void merge(List<byte[]> chunks) {
      throw new AssertionError("nothing is merged here");
    }
  }

  private static GroupMember member(int node) {
    return new GroupMember(new NodeId(node), 7);
  }

  private void said(GroupMember sender, StateMessage message) {
    participant.message(0, sender, StateMessage.write(message));
  }

  private static Command command(String letter) {
    return new Command(1, letter.getBytes(StandardCharsets.UTF_8));
  }

  private static Chunk chunk(int index, String letters) {
    return new Chunk(TRANSFER, index, letters.getBytes(StandardCharsets.UTF_8));
  }

  private static Header header(Place place, GroupMember... sources) {
    return new Header(TRANSFER, place, 1, 0, 2, List.of(sources), List.of(SELF));
  }

  private void joins() {
    participant.configuration(
        0,
        new ConfigurationChange(
            ConfigurationChange.Kind.REGULAR,
            RING,
            Optional.empty(),
            List.of(new NodeId(1)),
            List.of(),
            List.of()));
    change(List.of(FIRST, SECOND, SELF), List.of(new Change(SELF, Reason.JOIN)), List.of());
    assertThat(participant.isReady()).isFalse();
  }

  private void change(List<GroupMember> members, List<Change> joined, List<Change> left) {
    participant.group(0, new GroupChange(new Group("state"), members, joined, left));
  }

  @Test
  void aStateIsTakenFromWhoseTurnItIsAlone() {
    joins();
    said(STRANGER, header(Place.JOIN, STRANGER));
    said(SECOND, header(Place.JOIN, FIRST, SECOND));
    said(FIRST, header(Place.CONFIGURATION, FIRST, SECOND));
    said(FIRST, chunk(0, "forged"));
    said(FIRST, header(Place.JOIN, FIRST, SECOND));
    said(SECOND, chunk(0, "forged"));
    said(STRANGER, chunk(0, "forged"));
    said(FIRST, chunk(1, "forged"));
    said(FIRST, command("c"));
    assertThat(participant.isReady()).isFalse();
    said(FIRST, chunk(0, "ab"));
    assertThat(participant.isReady()).isTrue();
    assertThat(state).hasToString("abc");
    said(STRANGER, command("x"));
    said(SECOND, new Cut(new TransferId(RING, 2)));
    assertThat(state).hasToString("abc");
    assertThat(participant.seniors()).containsExactly(FIRST, SECOND, SELF);
    assertThat(ended).isEmpty();
  }

  @Test
  void theNextOneGoesOnWhereTheSenderWasLost() {
    joins();
    said(FIRST, new Header(TRANSFER, Place.JOIN, 2, 0, 2, List.of(FIRST, SECOND), List.of(SELF)));
    said(FIRST, chunk(0, "a"));
    said(SECOND, command("c"));
    change(List.of(SECOND, SELF), List.of(), List.of(new Change(FIRST, Reason.LEAVE)));
    said(SECOND, chunk(1, "b"));
    assertThat(participant.isReady()).isTrue();
    assertThat(state).hasToString("abc");
  }

  /** Whatever is cut short, of another kind, or beyond a bound is no message. */
  @Test
  void whatIsMalformedIsNoMessage() {
    byte[] header = StateMessage.write(header(Place.JOIN, FIRST, SECOND));
    assertThat(StateMessage.read(header)).isPresent();
    for (int length = 0; length < header.length; length++) {
      assertThat(StateMessage.read(Arrays.copyOf(header, length))).isEmpty();
    }
    List<Header> beyond =
        Stream.of(0, -1, StateMessage.CHUNKS_MAX + 1)
            .map(
                chunks ->
                    new Header(TRANSFER, Place.JOIN, chunks, 0, 0, List.of(FIRST), List.of(SELF)))
            .toList();
    assertThat(beyond)
        .allSatisfy(each -> assertThat(StateMessage.read(StateMessage.write(each))).isEmpty());
    assertThat(
            StateMessage.read(
                StateMessage.write(new Chunk(TRANSFER, 0, new byte[StateMessage.CHUNK_BYTES + 1]))))
        .isEmpty();
  }
}
