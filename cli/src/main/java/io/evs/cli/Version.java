package io.evs.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, or that of the source tree. */
public final class Version implements IVersionProvider {
  /** What {@code --version} prints. */
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "evs " + (version == null ? "development build" : version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }
}
