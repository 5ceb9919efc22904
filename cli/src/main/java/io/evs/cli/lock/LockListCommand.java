package io.evs.cli.lock;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.EvsMember;
import io.evs.cli.base.ExitCode;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.lock.Locks;
import io.evs.lock.table.LockInfo;
import io.evs.text.PlainText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code evs lock list}. */
@Command(
    name = "list",
    header = "Print the locks of the ring: who holds each, and how many wait.",
    footerHeading = "Examples:%n",
    footer = {"  evs lock list", "  evs lock list --json", ""})
final class LockListCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CommandContext context;

  @Mixin private LockOptions options;

  LockListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<LockInfo> all;
    try (EvsMember member = options.connect(context);
        Locks locks = Locks.open(member)) {
      all = locks.list(PATIENCE);
    }
    if (options.common().json()) {
      Json.println(context.terminal().out(), Json.document("lock list", json -> write(json, all)));
    } else if (all.isEmpty()) {
      options.common().remark(context, "evs: no lock is held on this ring");
    } else {
      all.forEach(each -> Text.println(context.terminal().out(), line(each)));
    }
    return ExitCode.OK;
  }

  private static String line(LockInfo lock) {
    String holders =
        lock.holders().stream()
            .map(
                each ->
                    each.process()
                        + " ("
                        + each.asker().map(LockListCommand::user).orElse("")
                        + "token "
                        + each.fence()
                        + (each.shared() ? ", shared" : "")
                        + (each.ends() ? ", cut off" : "")
                        + ")")
            .collect(Collectors.joining(", "));
    return String.format(
        "%-20s %s%s",
        PlainText.of(lock.name()),
        holders.isEmpty() ? "free" : holders,
        lock.waiting() == 0 ? "" : "; " + lock.waiting() + " waiting");
  }

  private static String user(LockInfo.Asker client) {
    return isKnown(client) ? "uid " + client.uid() + ", " : "";
  }

  private static boolean isKnown(LockInfo.Asker client) {
    return client.uid() != LockInfo.Asker.UID_UNKNOWN;
  }

  private static void write(JsonGenerator json, List<LockInfo> all) throws IOException {
    json.writeArrayFieldStart("locks");
    for (LockInfo lock : all) {
      json.writeStartObject();
      json.writeStringField("name", lock.name());
      json.writeArrayFieldStart("holders");
      for (LockInfo.Holder each : lock.holders()) {
        json.writeStartObject();
        json.writeNumberField("node_id", each.owner().node().asLong());
        json.writeNumberField("process_id", each.process().processId());
        Optional<LockInfo.Asker> client = each.asker().filter(LockListCommand::isKnown);
        if (client.isPresent()) {
          json.writeNumberField("uid", client.get().uid());
        } else {
          json.writeNullField("uid");
        }
        json.writeNumberField("fence", each.fence());
        json.writeBooleanField("shared", each.shared());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("waiting", lock.waiting());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
