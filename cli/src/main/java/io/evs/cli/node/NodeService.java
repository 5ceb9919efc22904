package io.evs.cli.node;

import com.fasterxml.jackson.core.JsonGenerator;
import io.evs.ConfigurationChange;
import io.evs.Evs;
import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsListener;
import io.evs.NodeId;
import io.evs.NodeStatus;
import io.evs.cli.base.CliException;
import io.evs.cli.base.ExitCode;
import io.evs.cli.base.Logging;
import io.evs.cli.base.ShutdownState;
import io.evs.doctor.DoctorAgent;
import io.evs.ipc.IpcServer;
import io.evs.ipc.NodeControl;
import io.evs.ipc.socket.IpcSettings;
import io.evs.ipc.socket.SocketFile;
import io.evs.metrics.MetricsServer;
import io.evs.node.EvsNode;
import io.evs.node.StatusAgent;
import io.evs.node.process.RateLog;
import io.evs.node.status.StatusJson;
import io.evs.text.Causes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member and its server, from their start to their end. */
final class NodeService implements EvsListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeService.class);

  /** What is said when the node is in a ring and serves its clients. */
  record Ready(NodeId node, String name, String ring, int members, Path socket) {
    String text() {
      return "evs node: node "
          + node
          + " ("
          + name
          + ") is in ring "
          + ring
          + " of "
          + members
          + "; clients are served at "
          + socket;
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStringField("event", "ready");
      json.writeNumberField("node_id", node.asLong());
      json.writeStringField("name", name);
      json.writeStringField("ring", ring);
      json.writeNumberField("members", members);
      json.writeStringField("socket", socket.toString());
    }
  }

  private final RateLog disagreements = new RateLog(LOG);
  private final EvsNode node;
  private final IpcServer server;
  private final Optional<MetricsServer> metrics;
  private final ServiceManager manager;
  private final NodeReadiness readiness;
  private final Consumer<Ready> onReady;
  private volatile boolean leaves;
  private boolean ready;

  private NodeService(
      EvsNode node,
      IpcServer server,
      Optional<MetricsServer> metrics,
      ServiceManager manager,
      NodeReadiness readiness,
      Consumer<Ready> onReady) {
    this.readiness = readiness;
    this.node = node;
    this.server = server;
    this.metrics = metrics;
    this.manager = manager;
    this.onReady = onReady;
  }

  /** Starts both; a node whose socket is taken does not start, and disturbs no ring. */
  static NodeService start(
      EvsConfig config,
      IpcSettings ipc,
      Optional<InetSocketAddress> metricsAddress,
      ServiceManager manager,
      NodeReadiness readiness,
      Consumer<Ready> onReady) {
    SocketFile socket = SocketFile.open(ipc);
    EvsNode node;
    try {
      node = EvsNode.start(config);
    } catch (RuntimeException | Error failed) {
      closeQuietly(socket);
      throw failed;
    }
    try {
      IpcServer server = IpcServer.start(node, ipc, socket, () -> StatusJson.write(node.status()));
      StatusAgent.start(node);
      DoctorAgent.start(node);
      Optional<MetricsServer> metrics =
          metricsAddress.map(address -> MetricsServer.start(address, node::status, readiness));
      readiness.serving(server::isServing);
      NodeService service = new NodeService(node, server, metrics, manager, readiness, onReady);
      server.onFailure(service::clientsAreLost);
      server.control(service.new Control());
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "evs-shutdown"));
      return service;
    } catch (RuntimeException | Error failed) {
      node.close();
      closeQuietly(socket);
      throw failed;
    }
  }

  private static void closeQuietly(SocketFile socket) {
    try {
      socket.close();
    } catch (IOException error) {
      LOG.warn("socket {} was not removed: {}", socket.path(), Causes.reason(error));
    }
  }

  EvsNode node() {
    return node;
  }

  /** Obeys `evs leave` and `evs log-level`. */
  private final class Control implements NodeControl {
    @Override
    public void leave() {
      LOG.info("an administrator makes this node leave");
      leaves = true;
      // Not here: what serves the client waits for this.
      new Thread(NodeService.this::close, "evs-leave").start();
    }

    @Override
    public void logLevel(String level) {
      if (!Logging.LEVELS.contains(level)) {
        throw new EvsException(
            EvsException.Code.INVALID_PARAM,
            "there is no log level \"" + level + "\": choose " + String.join(", ", Logging.LEVELS));
      }
      Logging.change(level);
      // Made here: a logger takes the level that is set when it is made.
      LoggerFactory.getLogger(NodeService.class).info("the log level is {} from now on", level);
    }
  }

  /** A node that serves nobody is better started again. */
  private void clientsAreLost(Throwable fault) {
    node.leaveBecause(
        new EvsException(
            EvsException.Code.LIBRARY,
            "clients cannot be served any more: " + Causes.of(fault),
            fault));
  }

  /**
   * Runs until the member ends, which without a signal or an order is an error. The calling thread
   * dispatches: it has nothing else to do.
   */
  void run() {
    Evs handle = node.open(this);
    try {
      handle.dispatch(Evs.Dispatch.BLOCKING);
    } catch (EvsException ended) {
      if (ShutdownState.hasBegun()) {
        awaitTheEnd();
      }
      if (leaves) {
        return;
      }
      throw new CliException(
          server.isServing() ? ExitCode.UNREACHABLE : ExitCode.INTERNAL,
          "the node left the ring: " + ended.getMessage(),
          "",
          ended);
    }
  }

  /** The signal that ended the member decides the status of the process. */
  private static void awaitTheEnd() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onConfiguration(ConfigurationChange change) {
    if (change.kind() != ConfigurationChange.Kind.REGULAR) {
      return;
    }
    readiness.installed(change.members().size());
    String members =
        change.members().stream().map(Object::toString).collect(Collectors.joining(" "));
    String primary = change.primary().map(each -> each ? ", primary" : ", not primary").orElse("");
    quorumProblem();
    String status = "STATUS=ring " + change.ring() + " of members " + members + primary;
    if (ready) {
      manager.tell(status);
      return;
    }
    ready = true;
    manager.tell("READY=1", status, "MAINPID=" + ProcessHandle.current().pid());
    onReady.accept(
        new Ready(node.id(), node.name(), node.ringName(), change.members().size(), server.path()));
  }

  /** That members disagree is a fault of their configuration, and goes on until it is mended. */
  private void quorumProblem() {
    String problem = node.status().quorum().map(NodeStatus.Quorum::problem).orElse("");
    if (!problem.isEmpty()) {
      disagreements.warn(System.nanoTime(), "no ring of these members can be primary: " + problem);
    }
  }

  /** Tells clients, then leaves the ring. */
  @Override
  public void close() {
    manager.tell("STOPPING=1");
    server.close();
    metrics.ifPresent(MetricsServer::close);
    node.close();
  }
}
