package io.evs.cli.key;

import io.evs.cli.Cli;
import io.evs.cli.ExitCode;
import io.evs.cli.Json;
import io.evs.security.KeyFiles;
import io.evs.security.KeyFolder;
import io.evs.security.RingKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evs key install}. */
@Command(
    name = "install",
    header = "Install a key on this node, which then accepts packets sealed with it.",
    footerHeading = "Examples:%n",
    footer = {"  evs key install new          on every node, before evs key use", ""},
    description = "A member that runs takes it up within a second.")
final class KeyInstallCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private KeyOptions options;

  @Parameters(paramLabel = "FILE", description = "The key, as evs keygen wrote it.")
  private Path file;

  KeyInstallCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    KeyFolder folder = options.folder(cli);
    RingKey key = KeyFiles.read(file);
    boolean isNew = folder.install(key);
    if (options.common().json()) {
      Json.println(
          cli.terminal().out(),
          Json.document(
              "key install",
              json -> {
                json.writeStringField("keyring", folder.path().toString());
                json.writeStringField("key_id", key.name());
                json.writeStringField("fingerprint", key.fingerprint());
                json.writeBooleanField("new", isNew);
              }));
    } else {
      Json.println(
          cli.terminal().out(),
          "key "
              + key.name()
              + ", fingerprint "
              + key.fingerprint()
              + (isNew ? ", is installed in " : ", was already installed in ")
              + folder.path());
    }
    return ExitCode.OK;
  }
}
