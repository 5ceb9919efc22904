package io.evs.cli.node;

import java.security.Security;

/**
 * How long the JVM remembers what names mean: a node looks names of absent peers up every few
 * seconds, and wants to hear what they mean now. To be set before the first name is looked up.
 */
final class NameCache {
  private static final String FOUND = "networkaddress.cache.ttl";
  private static final String NOT_FOUND = "networkaddress.cache.negative.ttl";
  private static final String JDK_NOT_FOUND_SECONDS = "10";

  private NameCache() {}

  /** Makes both a few seconds, unless the JVM was told otherwise. */
  static void keepShort() {
    String found = Security.getProperty(FOUND);
    if (found == null || found.isBlank()) {
      Security.setProperty(FOUND, "5");
    }
    if (JDK_NOT_FOUND_SECONDS.equals(Security.getProperty(NOT_FOUND))) {
      Security.setProperty(NOT_FOUND, "1");
    }
  }
}
