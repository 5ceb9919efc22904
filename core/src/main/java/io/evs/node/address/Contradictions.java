package io.evs.node.address;

import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.QuorumSettings;
import io.evs.SecuritySuite;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values of a configuration that no member can have together, whatever machine it runs on. */
public final class Contradictions {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";

  /** What nobody has to be asked for: other numbers with dots would be looked up as names. */
  private static final Pattern ADDRESS =
      Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9A-Fa-f:]*:.*");

  private Contradictions() {}

  /**
   * Looks at the values alone; asks neither DNS nor the machine. What {@link EvsConfig.Builder}
   * refuses needs no second look.
   *
   * @throws EvsException INVALID_PARAM or SECURITY, with one sentence
   */
  public static void refuse(EvsConfig config) {
    config.quorum().ifPresent(Contradictions::quorum);
    if (config.securityInUse() == SecuritySuite.SOBER128_HMAC_SHA1
        && config.keyring().isPresent()) {
      throw new EvsException(
          EvsException.Code.SECURITY,
          "security suite "
              + config.securityInUse()
              + " knows one key only: leave security.keyring out");
    }
    Optional<InetAddress> bind = address(config.bind());
    if (bind.isPresent()) {
      refuseNobody(config, bind.get());
      List<InetAddress> peers = new ArrayList<>();
      config.peers().forEach(each -> address(each.host()).ifPresent(peers::add));
      refuseUnreachable(peers, bind.get());
    }
  }

  private static void quorum(QuorumSettings quorum) {
    if (quorum.policy() == QuorumSettings.Policy.LAST_KNOWN_MAJORITY && quorum.waitForAll()) {
      throw invalid(
          "quorum.wait_for_all is for quorum.policy majority, and last-known-majority needs all"
              + " votes at first in any case: leave it out");
    }
  }

  /** A member that is not on loopback and neither has peers nor looks for any. */
  static void refuseNobody(EvsConfig config, InetAddress bind) {
    if (config.transport().isEmpty() && config.peers().isEmpty() && !bind.isLoopbackAddress()) {
      throw invalid(
          "no peers are configured: list the other members, or choose transport multicast");
    }
  }

  static void refuseUnreachable(Collection<InetAddress> peers, InetAddress bind) {
    for (InetAddress each : peers) {
      if (bind.isLoopbackAddress() && !each.isLoopbackAddress()) {
        throw invalid(
            "peer "
                + each.getHostAddress()
                + " cannot be reached from "
                + bind.getHostAddress()
                + ": bind to this machine's address in the peers' network");
      }
    }
  }

  private static Optional<InetAddress> address(String host) {
    try {
      return ADDRESS.matcher(host).matches()
          ? Optional.of(InetAddress.getByName(host))
          : Optional.empty();
    } catch (UnknownHostException ofNoInterfaceHere) {
      return Optional.empty();
    }
  }

  private static EvsException invalid(String message) {
    return new EvsException(EvsException.Code.INVALID_PARAM, message);
  }
}
