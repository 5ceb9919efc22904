package io.evs.cli;

import java.nio.file.Path;
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
    footer = {"  evs keygen", "  evs keygen --size 512 /etc/evs/authkey", ""})
final class KeygenCommand implements Callable<Integer> {
  private final Cli cli;

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

  KeygenCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Path target = file;
    if (target == null) {
      target = Path.of(common.settings(cli, Map.of()).text("security.keyfile").orElse("authkey"));
    }
    KeyFile.Written written = KeyFile.create(target, size, force);
    if (common.json()) {
      Json.println(
          cli.terminal().out(),
          Json.document(
              "keygen",
              json -> {
                json.writeStringField("file", written.file().toString());
                json.writeNumberField("size_bytes", written.sizeBytes());
                json.writeStringField("fingerprint", written.fingerprint());
              }));
    } else {
      Json.println(
          cli.terminal().out(),
          written.file()
              + ": "
              + written.sizeBytes()
              + " bytes, fingerprint "
              + written.fingerprint());
    }
    return ExitCode.OK;
  }
}
