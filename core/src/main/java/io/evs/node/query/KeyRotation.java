package io.evs.node.query;

import io.evs.ConfigurationChange;
import io.evs.Delivery;
import io.evs.Evs;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.EvsMember;
import io.evs.Guarantee;
import io.evs.NodeId;
import io.evs.node.status.AbsentPeer;
import io.evs.security.key.RingKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Directs the rotation of keys on a running ring, from a handle on any of its members: asks every
 * member for its keys, puts a key in use at one point of the ordered stream, and has one forgotten
 * when nobody needs it any more. One thread at a time.
 */
public final class KeyRotation implements AutoCloseable {
  /**
   * What the members of the ring have answered.
   *
   * @param members the members of the configuration
   * @param states the keys of each member that answered, by node id
   */
  public record Answers(List<NodeId> members, Map<NodeId, KeyMessage.State> states) {
    /** Copies both. */
    public Answers {
      members = List.copyOf(members);
      states = Collections.unmodifiableMap(new TreeMap<>(states));
    }

    /** Members that have not answered: they have no key ring. */
    public List<NodeId> silent() {
      return members.stream().filter(each -> !states.containsKey(each)).toList();
    }

    /** The highest generation, which the next one must pass. */
    public long generation() {
      return states.values().stream().mapToLong(KeyMessage.State::generation).max().orElse(0);
    }

    /** Members of which something holds. */
    public List<NodeId> having(Predicate<KeyMessage.State> condition) {
      return members.stream()
          .filter(each -> states.containsKey(each) && condition.test(states.get(each)))
          .toList();
    }
  }

  private final Evs handle;
  private final Map<NodeId, KeyMessage.State> states = new TreeMap<>();
  private List<NodeId> members = List.of();
  private boolean asked;

  /** Notes what is delivered. */
  private final class Ear implements EvsListener {
    @Override
    public void onConfiguration(ConfigurationChange change) {
      if (change.kind() == ConfigurationChange.Kind.REGULAR) {
        members = change.members();
        // Every member answers again, in an order that is the same everywhere.
        states.clear();
      }
    }

    @Override
    public void onMessage(Delivery delivery) {
      KeyMessage message = KeyMessage.parse(delivery.payload()).orElse(null);
      if (message instanceof KeyMessage.Query && delivery.sender().equals(handle.self())) {
        asked = true;
        states.clear();
      } else if (message instanceof KeyMessage.State state
          && state.isBelievedOf(delivery.sender())) {
        states.put(delivery.sender().node(), state);
      }
    }
  }

  /**
   * Opens a handle and joins the group of keys.
   *
   * @param member one of the ring, which this user administers
   */
  public KeyRotation(EvsMember member) {
    handle = member.openOperator(new Ear());
    handle.join(List.of(KeyMessage.GROUP));
  }

  /**
   * Asks every member of the ring for its keys.
   *
   * @param patience how long those that do not answer are waited for
   * @return what came in that time
   * @throws EvsException TIMEOUT if there is no ring; what ended the handle, if it ended
   */
  public Answers ask(Duration patience) {
    asked = false;
    handle.multicast(Guarantee.AGREED, List.of(KeyMessage.GROUP), new KeyMessage.Query().bytes());
    handle.dispatchUntil(
        () -> asked && !members.isEmpty() && answers().silent().isEmpty(), patience);
    if (!asked) {
      throw new EvsException(
          EvsException.Code.TIMEOUT,
          "the ring did not answer within " + patience.toSeconds() + " s");
    }
    return answers();
  }

  private Answers answers() {
    Map<NodeId, KeyMessage.State> present = new TreeMap<>(states);
    present.keySet().retainAll(Set.copyOf(members));
    return new Answers(members, present);
  }

  /** Why a key cannot be put in use now; empty if nothing is against it. */
  public static Optional<String> againstUse(Answers answers, int keyId) {
    if (!answers.silent().isEmpty()) {
      return Optional.of(
          words(answers.silent())
              + " did not answer: configure security.keyring there and start it again");
    }
    List<NodeId> without = answers.having(state -> !state.installed().contains(keyId));
    if (!without.isEmpty()) {
      return Optional.of(
          "key "
              + RingKey.name(keyId)
              + " is not installed on "
              + words(without)
              + ": run `evs key install FILE` with it there");
    }
    return Optional.empty();
  }

  /**
   * Puts a key in use everywhere and waits until every member confirms.
   *
   * @return the members, each with the key in use, or whoever had not confirmed in that time
   */
  public Answers use(Answers before, int keyId, Duration patience) {
    long generation = Math.addExact(before.generation(), 1);
    send(new KeyMessage.Use(generation, keyId));
    return await(state -> state.generation() >= generation && state.active() == keyId, patience);
  }

  /** Why a key must not be forgotten yet; empty if nothing is against it. */
  public static Optional<String> againstRetire(Answers answers, int keyId) {
    List<NodeId> using = answers.having(state -> state.active() == keyId);
    if (!using.isEmpty()) {
      return Optional.of(
          "key "
              + RingKey.name(keyId)
              + " is in use on "
              + words(using)
              + ": put another one in use first, with `evs key use ID`");
    }
    if (!answers.silent().isEmpty()) {
      return Optional.of(
          words(answers.silent()) + " did not confirm that another key is in use there");
    }
    Set<Long> away = new TreeSet<>();
    Set<String> peers = new TreeSet<>();
    answers
        .states()
        .values()
        .forEach(
            state -> {
              away.addAll(state.seen());
              peers.addAll(state.missingPeers());
            });
    answers.members().forEach(each -> away.remove(each.asLong()));
    if (!away.isEmpty()) {
      return Optional.of(
          words(away.stream().map(NodeId::of).toList())
              + " must confirm and cannot be reached: start it, or give --force");
    }
    if (!peers.isEmpty()) {
      return Optional.of(
          "nobody answers at "
              + peers.stream().map(AbsentPeer::words).collect(Collectors.joining(", "))
              + ", which is listed as a peer: start it, or give --force");
    }
    return Optional.empty();
  }

  /**
   * Has a key forgotten everywhere and waits until every member confirms.
   *
   * @return the members, each without the key, or whoever had not confirmed in that time
   */
  public Answers retire(int keyId, Duration patience) {
    send(new KeyMessage.Retire(keyId));
    return await(state -> !state.installed().contains(keyId), patience);
  }

  private void send(KeyMessage message) {
    // Safe: no member acts on it before every member has it.
    handle.multicast(Guarantee.SAFE, List.of(KeyMessage.GROUP), message.bytes());
  }

  private Answers await(Predicate<KeyMessage.State> confirmed, Duration patience) {
    states.clear();
    handle.dispatchUntil(
        () -> {
          Answers now = answers();
          return !now.members().isEmpty() && now.having(confirmed).size() == now.members().size();
        },
        patience);
    Answers last = answers();
    Map<NodeId, KeyMessage.State> good = new TreeMap<>();
    last.having(confirmed).forEach(each -> good.put(each, last.states().get(each)));
    return new Answers(last.members(), good);
  }

  /** Names of members for a sentence. */
  public static String words(List<NodeId> nodes) {
    String ids =
        new ArrayList<>(nodes).stream().map(NodeId::toString).collect(Collectors.joining(", "));
    return (nodes.size() == 1 ? "member " : "members ") + ids;
  }

  @Override
  public void close() {
    handle.close();
  }
}
