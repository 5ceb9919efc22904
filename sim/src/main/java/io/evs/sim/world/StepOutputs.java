package io.evs.sim.world;

import io.evs.ConfigurationChange;
import io.evs.GroupChange;
import io.evs.flight.FlightSink;
import io.evs.group.MemberEffects;
import io.evs.group.MessageView;
import io.evs.sim.net.Datagram;
import io.evs.totem.wire.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Collects what one step of a process wants sent and stored, in order, so that a crash can let any
 * prefix of it happen. What goes to the application is handed on at once.
 */
final class StepOutputs implements MemberEffects {
  /** Receives what the application sees during a step. */
  interface Application {
    void configuration(ConfigurationChange change);

    void message(MessageView message);

    default void group(GroupChange change) {}

    boolean addressKnown(int nodeId);

    /** A packet of the node that is being received counts (MemberEffects). */
    default void heardFrom(int nodeId, boolean taken) {}

    /** The process to which packets for a node go. */
    default int processOf(int nodeId) {
      return nodeId;
    }

    /** The process whose packet is being received. */
    default int source() {
      return 0;
    }

    /** Another node has the id of this one, or of a member. */
    default void secondNode(int nodeId) {}

    /** This process must end: another has its node id. */
    default void givesWay() {}
  }

  /**
   * One output.
   *
   * @param datagram the packet; null for a reservation
   * @param toAll whether it goes to every other node
   * @param reserve ring sequence to reserve up to; 0 for a packet
   */
  record Output(Datagram datagram, boolean toAll, long reserve) {
    boolean isPacket() {
      return datagram != null;
    }
  }

  private static final byte[] NO_BYTES = {};

  private final int nodeId;
  private final Application application;
  private final List<Output> outputs = new ArrayList<>();
  private final FlightSink flight;
  private UnaryOperator<byte[]> seal = plain -> NO_BYTES;

  StepOutputs(int nodeId, Application application, FlightSink flight) {
    this.flight = flight;
    this.nodeId = nodeId;
    this.application = application;
  }

  List<Output> outputs() {
    return outputs;
  }

  /** Puts packets into envelopes from now on. */
  void seal(UnaryOperator<byte[]> sealer) {
    seal = sealer;
  }

  /** What an envelope sends by itself. */
  void reply(int to, byte[] sealed) {
    outputs.add(new Output(new Datagram(nodeId, to, NO_BYTES, sealed), false, 0));
  }

  private Datagram datagram(int to, Packet packet) {
    byte[] bytes = Arrays.copyOf(packet.data(), packet.length());
    return new Datagram(nodeId, to, bytes, seal.apply(bytes));
  }

  @Override
  public FlightSink flight() {
    return flight;
  }

  @Override
  public void multicast(Packet packet) {
    outputs.add(new Output(datagram(0, packet), true, 0));
  }

  @Override
  public void announce(Packet packet) {
    outputs.add(new Output(datagram(0, packet), true, 0));
  }

  @Override
  public void unicast(int to, Packet packet) {
    outputs.add(new Output(datagram(application.processOf(to), packet), false, 0));
  }

  @Override
  public void answer(Packet packet) {
    outputs.add(new Output(datagram(application.source(), packet), false, 0));
  }

  @Override
  public boolean addressKnown(int other) {
    return application.addressKnown(other);
  }

  @Override
  public void heardFrom(int other, boolean taken) {
    application.heardFrom(other, taken);
  }

  @Override
  public void reserveRingSequence(long upTo) {
    outputs.add(new Output(null, false, upTo));
  }

  @Override
  public void configuration(ConfigurationChange change) {
    application.configuration(change);
  }

  @Override
  public void group(GroupChange change) {
    application.group(change);
  }

  @Override
  public void message(MessageView message) {
    application.message(message);
  }

  @Override
  public void duplicateNodeId(long otherIncarnation) {
    // It decides nothing; a late packet of an earlier incarnation may look like this.
    application.secondNode(nodeId);
  }

  @Override
  public void secondNode(int other) {
    application.secondNode(other);
  }

  @Override
  public void givesWay(long otherIncarnation, byte[] otherAddress) {
    application.givesWay();
  }
}
