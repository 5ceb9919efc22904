package io.evs.cli.config;

import java.util.regex.Pattern;

/**
 * Variables that Kubernetes, and Docker for linked containers, set for each service: those of one
 * that is called {@code evs-node} look like ours. (Kubernetes: Services, Environment variables.)
 */
final class ServiceVariables {
  private static final Pattern NAME =
      Pattern.compile(
          "EVS_.*_(SERVICE_HOST|SERVICE_PORT(_.*)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?|ENV_.*|NAME)");
  private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://.*");

  private ServiceVariables() {}

  /** Whether a variable was made for a service. */
  static boolean isOne(String name, String value) {
    boolean linkName = name.endsWith("_NAME");
    boolean shaped = NAME.matcher(name).matches() && (!linkName || value.startsWith("/"));
    return shaped || (name.endsWith("_PORT") && URL.matcher(value).matches());
  }
}
