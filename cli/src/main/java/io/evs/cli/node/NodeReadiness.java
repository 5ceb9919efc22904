package io.evs.cli.node;

import io.evs.NodeStatus;
import io.evs.metrics.Readiness;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * When a node is to be used: enough members are in its ring, and it is not cut off from peers that
 * it has seen. The first node of a new ring has seen none, and can be ready alone.
 */
final class NodeReadiness implements Readiness {
  private final OptionalLong required;
  private final boolean hasPeers;
  private volatile Optional<BooleanSupplier> servesClients = Optional.empty();
  private volatile boolean sawOthers;

  /**
   * Readiness of a node that has not started.
   *
   * @param required how many members its ring must have, itself among them, 1 or more; empty for a
   *     primary ring
   * @param hasPeers whether peers are configured
   */
  NodeReadiness(OptionalLong required, boolean hasPeers) {
    this.required = required;
    this.hasPeers = hasPeers;
  }

  /** Asks there whether clients are served from now on. */
  void serving(BooleanSupplier serves) {
    servesClients = Optional.of(serves);
  }

  /** A ring of so many members was installed. */
  void installed(int members) {
    sawOthers |= members > 1;
  }

  @Override
  public String ailment() {
    return servesClients.map(BooleanSupplier::getAsBoolean).orElse(true)
        ? ""
        : "clients are not served any more";
  }

  @Override
  public String lack(NodeStatus status) {
    int members = status.members().size();
    if (members < required.orElse(1)) {
      return "the ring has "
          + members
          + " of the "
          + required.getAsLong()
          + " members of health.require";
    }
    if (required.isEmpty() && !status.quorum().map(NodeStatus.Quorum::primary).orElse(false)) {
      return "the ring is not primary (health.require: quorum): "
          + status.quorum().map(NodeStatus.Quorum::lack).orElse("it is not known");
    }
    if (members == 1 && hasPeers && sawOthers) {
      return "the node is alone, and has seen peers since it started";
    }
    return ailment();
  }
}
