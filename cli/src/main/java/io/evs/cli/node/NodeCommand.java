package io.evs.cli.node;

import io.evs.EvsConfig;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Logging;
import io.evs.cli.base.Options;
import io.evs.cli.base.Signals;
import io.evs.cli.base.Units;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.config.Settings;
import io.evs.cli.ring.IpcConfigs;
import io.evs.cli.ring.MemberConfigs;
import io.evs.cli.ring.MemberOptions;
import io.evs.cli.terminal.Json;
import io.evs.node.address.AddressWait;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evs node}. */
@Command(
    name = "node",
    header = "Run a member of the ring in the foreground and serve local clients.",
    footerHeading = "Examples:%n",
    footer = {
      "  evs node --config /etc/evs/evs.yaml",
      "  S=$XDG_RUNTIME_DIR/evs-test.sock; evs node --socket $S & evs group join chat --socket $S",
      ""
    },
    description = {
      "Prints a line when it is in a ring and ready, with --json an object on standard output.",
      "SIGTERM and SIGINT leave the ring and tell the clients; SIGHUP reads the log level again.",
      "Ready for systemd (Type=notify)."
    })
public final class NodeCommand implements Callable<Integer> {
  private static final Duration START_AFTER_WAIT = Duration.ofSeconds(60);

  private final CommandContext context;

  @Mixin private CommonOptions common;
  @Mixin private MemberOptions member;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "Serve clients there (default: ipc.socket of the configuration).")
  private String socket;

  @Option(
      names = "--wait-address",
      paramLabel = "D",
      defaultValue = "60s",
      description =
          "How long it waits for this machine to have the address it binds to; 0 does not wait"
              + " (default: 60s).")
  private String waitAddress;

  NodeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.usualLevel("info");
    Map<String, String> environment = context.terminal().environment();
    Settings settings = settings();
    EvsConfig config = MemberConfigs.checked(settings, member.values(), environment);
    IpcConfigs.remark(settings, environment)
        .ifPresent(LoggerFactory.getLogger(NodeCommand.class)::warn);
    ServiceManager manager = new ServiceManager(environment);
    NameCache.keepShort();
    AddressWait.of(config)
        .await(
            Options.durationOrZero("--wait-address", waitAddress),
            (missing, atMost) -> waiting(manager, missing, atMost));
    try (NodeService service =
        NodeService.start(
            config,
            IpcConfigs.server(settings, environment),
            metricsAddress(settings),
            manager,
            new NodeReadiness(
                settings.number("health.require").stream().mapToLong(Long::longValue).findFirst(),
                !settings.texts("peers").isEmpty()),
            this::say)) {
      Signals.handle("HUP", this::reload);
      service.run();
    }
    return ExitCode.OK;
  }

  private static void waiting(ServiceManager manager, String missing, Duration atMost) {
    String text = "waiting " + Units.show(atMost) + " at most: " + missing;
    LoggerFactory.getLogger(NodeCommand.class).warn(text);
    // The time that systemd allows for the start begins again when the wait is over.
    long micros = atMost.plus(START_AFTER_WAIT).toNanos() / 1000;
    manager.tell("STATUS=" + text, "EXTEND_TIMEOUT_USEC=" + micros);
  }

  private void say(NodeService.Ready ready) {
    if (common.json()) {
      Json.println(context.terminal().out(), Json.document("node", ready::write));
    } else {
      common.remark(context, ready.text());
    }
  }

  private static Optional<InetSocketAddress> metricsAddress(Settings settings) {
    return settings
        .number("metrics.port")
        .map(
            port ->
                new InetSocketAddress(
                    settings.text("metrics.address").orElseThrow(), port.intValue()));
  }

  private Settings settings() {
    Map<String, String> options = new LinkedHashMap<>(member.asSettings());
    if (socket != null) {
      options.put("ipc.socket", socket);
    }
    return common.settings(context, options);
  }

  /**
   * What SIGHUP does: the configuration is read again, and what may change while a node runs is
   * taken over. Keys need nothing here: a node with a key ring looks into its folder by itself.
   */
  private void reload() {
    // Made here: a logger takes the level that is set when it is made.
    Logger log = LoggerFactory.getLogger(NodeCommand.class);
    try {
      String level = common.logLevel(settings());
      Logging.change(level);
      log.info("the log level is {} from now on", level);
    } catch (CliException wrong) {
      log.error("the configuration was not read again: {}", wrong.getMessage());
    }
  }
}
