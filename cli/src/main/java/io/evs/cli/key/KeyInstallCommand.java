package io.evs.cli.key;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.security.key.KeyFiles;
import io.evs.security.key.KeyFolder;
import io.evs.security.key.RingKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code evs key install}. */
@Command(
    name = "install",
    header = "Install a key on this node, which then accepts packets sealed with it.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs key install new          on every node, before evs key use",
      "  evs key install keys/77aa0011.key.retired     bring back a key that was retired",
      ""
    },
    description = {
      "Waits until the node that runs here has taken the key. Where root installs it for a node of",
      "another user, the file belongs to the owner of the key ring."
    })
final class KeyInstallCommand implements Callable<Integer> {
  private static final long LOOK_EVERY_NANOS = 50_000_000L;

  private final CommandContext context;

  @Mixin private KeyOptions options;

  @Parameters(paramLabel = "FILE", description = "The key, as evs keygen wrote it.")
  private Path file;

  KeyInstallCommand(CommandContext context) {
    this.context = context;
  }

  /** What became of it at the node that runs here. */
  private enum Taken {
    YES(", and the running node has taken it"),
    NO(""),
    NO_NODE("; no node runs here, and the next start takes it"),
    UNKNOWN("; the running node cannot be asked whether it has taken it");

    private final String words;

    Taken(String words) {
      this.words = words;
    }
  }

  @Override
  public Integer call() {
    KeyFolder folder = options.folder(context);
    RingKey key = KeyFiles.read(file);
    boolean isNew = folder.install(key);
    Taken taken = awaitTaken(KeyNames.of(key));
    if (taken == Taken.NO) {
      throw new CliException(
          ExitCode.NOT_SO,
          "key "
              + key.name()
              + " is in "
              + folder.path()
              + ", but the running node has not taken it within "
              + options.patience().toSeconds()
              + " s",
          "its log says why; a node that was started without security.keyring takes none");
    }
    print(folder, key, isNew, taken);
    return ExitCode.OK;
  }

  private Taken awaitTaken(NodeStatus.Key key) {
    try {
      Optional<EvsMember> running = options.running(context);
      if (running.isEmpty()) {
        return Taken.NO_NODE;
      }
      try (EvsMember node = running.get()) {
        return awaitTaken(node, key) ? Taken.YES : Taken.NO;
      }
    } catch (EvsException noAnswer) {
      return Taken.UNKNOWN;
    }
  }

  private boolean awaitTaken(EvsMember node, NodeStatus.Key key) {
    long deadline = System.nanoTime() + options.patience().toNanos();
    while (!node.status().security().installed().contains(key)) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }

  private void print(KeyFolder folder, RingKey key, boolean isNew, Taken taken) {
    if (options.common().json()) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "key install",
              json -> {
                json.writeStringField("keyring", folder.path().toString());
                json.writeStringField("key_id", key.name());
                json.writeStringField("fingerprint", key.fingerprint());
                json.writeBooleanField("new", isNew);
                json.writeBooleanField("taken", taken == Taken.YES);
              }));
      return;
    }
    Text.println(
        context.terminal().out(),
        "key "
            + key.name()
            + ", fingerprint "
            + key.fingerprint()
            + (isNew ? ", is installed in " : ", was already installed in ")
            + folder.path()
            + taken.words);
  }
}
