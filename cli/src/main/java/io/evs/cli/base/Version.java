package io.evs.cli.base;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, or that of the source tree. */
public final class Version implements IVersionProvider {
  /** What {@code --version} prints. */
  public static String text() {
    return "evs " + number();
  }

  /** The number alone. */
  public static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
