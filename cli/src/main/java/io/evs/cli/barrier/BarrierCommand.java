package io.evs.cli.barrier;

import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.GroupMember;
import io.evs.barrier.Barrier;
import io.evs.barrier.Passage;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Options;
import io.evs.cli.command.CommandContext;
import io.evs.cli.ring.ConnectOptions;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.text.PlainText;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evs barrier}. */
@Command(
    name = "barrier",
    header = "Wait until several processes of the whole ring have come to the same point.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs barrier loaded --parties 3 && ./start.sh",
      "  evs barrier loaded --parties 3 --timeout 1m --json",
      ""
    },
    description = {
      "The exit status is 0 if all came, 1 if this one waited too long or the barrier was broken: a"
          + " party was lost, another waited too long, or the ring is not primary; 3 if the ring"
          + " could not be reached.",
      "Prints which place this one has among those who met: exactly one is the first."
    })
public final class BarrierCommand implements Callable<Integer> {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private final CommandContext context;

  @Mixin private ConnectOptions options;

  @Parameters(paramLabel = "NAME", description = "Name of the barrier, 1 to 24 bytes.")
  private String name;

  @Option(
      names = "--parties",
      paramLabel = "N",
      required = true,
      description = "How many meet, the same at all of them, 1 to 1000.")
  private int parties;

  @Option(names = "--timeout", paramLabel = "D", description = "Wait this long at most.")
  private String timeout;

  BarrierCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Options.require(
        Barrier.isName(name), "NAME", name, "1 to 24 bytes of UTF-8 without control characters");
    Options.require(
        parties >= 1 && parties <= Barrier.PARTIES_MAX,
        "--parties",
        parties,
        "1 to " + Barrier.PARTIES_MAX);
    Duration limit = timeout == null ? FOR_EVER : Options.duration("--timeout", timeout);
    try (EvsMember member = options.connect(context);
        Barrier barrier = Barrier.open(member, name, parties)) {
      return meet(barrier, limit);
    }
  }

  private int meet(Barrier barrier, Duration limit) {
    try {
      print(barrier.await(limit));
      return ExitCode.OK;
    } catch (EvsException refused) {
      return refused(refused);
    }
  }

  private int refused(EvsException why) {
    switch (why.code()) {
      case TIMEOUT, TRY_AGAIN -> {
        return options
            .common()
            .refusal(new CliException(ExitCode.NOT_SO, why.getMessage(), "", why));
      }
      case INVALID_PARAM -> throw CliException.usage(why.getMessage());
      default -> throw new CliException(ExitCode.UNREACHABLE, why.getMessage(), "", why);
    }
  }

  private void print(Passage passage) {
    if (options.common().json()) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "barrier",
              json -> {
                json.writeStringField("name", name);
                json.writeNumberField("index", passage.index());
                json.writeArrayFieldStart("parties");
                for (GroupMember each : passage.parties()) {
                  json.writeStartObject();
                  json.writeNumberField("node_id", each.node().asLong());
                  json.writeNumberField("process_id", each.processId());
                  json.writeEndObject();
                }
                json.writeEndArray();
              }));
    } else {
      Text.println(
          context.terminal().out(),
          "barrier "
              + PlainText.of(name)
              + ": all "
              + passage.parties().size()
              + " are here, this one came as number "
              + (passage.index() + 1));
    }
  }
}
