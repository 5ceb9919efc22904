package io.evs.cli.key;

import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.security.key.PassphraseKeys;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs keygen}. */
@Command(
    name = "keygen",
    header = "Make a new ring key.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs keygen",
      "  evs keygen --size 512 /etc/evs/authkey",
      "  evs keygen --passphrase authkey       # the same key on each node",
      ""
    })
public final class KeygenCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to write it (default: security.keyfile, or authkey).")
  private Path file;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "256",
      description = "Length of the key, 128 to 4096 (default: 256).")
  private int size;

  @Option(names = "--force", description = "Replace a key that exists.")
  private boolean force;

  @Option(
      names = "--passphrase",
      description =
          "Derive the key from a passphrase, read from the terminal or the first line of standard"
              + " input: the same on every node whose ring has the same name.")
  private boolean passphrase;

  KeygenCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path target = file;
    if (target == null) {
      target =
          common.settings(context, Map.of()).path("security.keyfile").orElse(Path.of("authkey"));
    }
    KeyFile.Written written =
        passphrase
            ? KeyFile.create(target, size, force, this::fromPassphrase)
            : KeyFile.create(target, size, force);
    if (common.json()) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "keygen",
              json -> {
                json.writeStringField("file", written.file().toString());
                json.writeNumberField("size_bytes", written.sizeBytes());
                json.writeStringField("key_id", written.id());
                json.writeStringField("fingerprint", written.fingerprint());
              }));
    } else {
      Text.println(
          context.terminal().out(),
          written.file()
              + ": "
              + written.sizeBytes()
              + " bytes, key "
              + written.id()
              + ", fingerprint "
              + written.fingerprint());
    }
    return ExitCode.OK;
  }

  private byte[] fromPassphrase(int sizeBytes) {
    char[] words = Passphrase.read(context.terminal());
    try {
      String ring = common.settings(context, Map.of()).text("ring.name").orElse("main");
      return PassphraseKeys.derive(words, ring, sizeBytes);
    } catch (IllegalArgumentException tooShort) {
      throw CliException.usage(tooShort.getMessage());
    } finally {
      Arrays.fill(words, '\0');
    }
  }
}
