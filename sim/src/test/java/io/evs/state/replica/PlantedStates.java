package io.evs.state.replica;

import io.evs.GroupMember;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Planted bugs of replicated state: each is one change of one rule (docs/reliability.md). */
public enum PlantedStates {
  /** The rules as they are. */
  NONE("no bug", 1, new Rules()),

  R1("a snapshot is cut one command too early", 1, new Rules()) {
    @Override
    public StateParticipant create(
        GroupMember self, Machine machine, StateEffects effects, Pace pace) {
      return super.create(self, new OneBehind(machine), effects, pace);
    }
  },
  R2("commands from before the cut are applied again", 1, new KeepsAll()),
  R3("nobody takes a transfer over", 37, new NoTakeover()),
  R4("a safe command is answered in the tail", 59, new AnswersInTail()),
  R5("rings that are not primary apply commands", 1, new AppliesAlways());

  private final String title;
  private final int seed;
  private final Rules rules;

  PlantedStates(String title, int seed, Rules rules) {
    this.title = title;
    this.seed = seed;
    this.rules = rules;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** A seed that found it; looking for one begins there. */
  public int seed() {
    return seed;
  }

  /** A participant with this bug. */
  public StateParticipant create(
      GroupMember self, Machine machine, StateEffects effects, Pace pace) {
    return new StateParticipant(self, machine, effects, pace, rules);
  }

  private static final class KeepsAll extends Rules {
    @Override
    Held held() {
      return new Held() {
        @Override
        List<Kept> cutAt(TransferId transfer) {
          return List.of();
        }
      };
    }
  }

  private static final class NoTakeover extends Rules {
    @Override
    Transfers transfers(GroupMember self, Consumer<StateMessage> send, Pace pace) {
      return new Transfers(self, send, pace) {
        private final List<TransferId> mine = new ArrayList<>();

        @Override
        boolean sends(Transfer transfer) {
          if (transfer.received == 0 && super.sends(transfer)) {
            mine.add(transfer.id);
          }
          return mine.contains(transfer.id) && super.sends(transfer);
        }
      };
    }
  }

  private static final class AnswersInTail extends Rules {
    @Override
    boolean waits(boolean inTail) {
      return false;
    }
  }

  private static final class AppliesAlways extends Rules {
    @Override
    boolean mayApply(boolean isPrimary) {
      return true;
    }
  }

  private static final class OneBehind implements Machine {
    private final Machine machine;
    private @Nullable List<byte[]> before;

    OneBehind(Machine machine) {
      this.machine = machine;
    }

    @Override
    public void begin() {
      machine.begin();
      before = null;
    }

    @Override
    public @Nullable Object apply(byte[] command) {
      before = machine.snapshot(StateMessage.CHUNK_BYTES);
      return machine.apply(command);
    }

    @Override
    public List<byte[]> snapshot(int chunkBytes) {
      return before == null ? machine.snapshot(chunkBytes) : before;
    }

    @Override
    public void load(List<byte[]> chunks) {
      machine.load(chunks);
      before = null;
    }

    @Override
    public void merge(List<byte[]> chunks) {
      machine.merge(chunks);
      before = null;
    }
  }
}
