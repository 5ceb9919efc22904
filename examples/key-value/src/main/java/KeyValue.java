import io.evs.EvsConfig;
import io.evs.EvsException;
import io.evs.EvsMember;
import io.evs.ipc.EvsClient;
import io.evs.node.EvsNode;
import io.evs.state.ReplicatedState;
import io.evs.state.StateInfo;
import io.evs.state.StateListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A map that all who run this program have alike. Each line of its input is a command; it ends with
 * its input, or with status 1 when its ring or daemon does. The map is in memory: it lives as long
 * as one of them runs.
 *
 * <pre>
 * java ... KeyValue                          a member of a ring on this machine
 * java ... KeyValue --socket /run/evs/evs.sock   a client of the daemon, on the daemon's ring
 * put KEY VALUE | del KEY | get KEY | list | digest
 * </pre>
 */
public final class KeyValue {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What DataOutput.writeUTF takes in any case. */
  private static final int LONGEST = 20_000;

  private KeyValue() {}

  /** Runs commands from standard input; ends with 1 if the ring or the daemon cannot be used. */
  public static void main(String[] arguments) throws InterruptedException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    try (EvsMember member = member(arguments);
        var map = ReplicatedState.open(member, "key-value", new Entries(), failing(end))) {
      map.awaitReady(PATIENCE);
      Thread commands = new Thread(() -> run(map, end), "commands");
      // It may wait for a line for ever.
      commands.setDaemon(true);
      commands.start();
      end.get();
    } catch (EvsException failed) {
      fail(failed);
    } catch (ExecutionException failed) {
      fail(failed.getCause());
    }
  }

  private static void fail(Throwable reason) {
    System.err.println("key-value: " + reason.getMessage());
    System.exit(1);
  }

  /** What ends the state, as the stop of its daemon does, ends the program: it has no map then. */
  private static StateListener failing(CompletableFuture<Void> end) {
    return new StateListener() {
      @Override
      public void onEnd(EvsException reason) {
        end.completeExceptionally(reason);
      }
    };
  }

  private static EvsMember member(String[] arguments) {
    if (arguments.length == 2 && arguments[0].equals("--socket")) {
      return EvsClient.connect(Path.of(arguments[1]), "key-value");
    }
    return EvsNode.start(EvsConfig.builder().ringName("key-value").build());
  }

  private static void run(
      ReplicatedState<TreeMap<String, String>, Entries.Put, String> map,
      CompletableFuture<Void> end) {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(answerOrError(map, List.of(line.strip().split(" +", 3))));
      }
      end.complete(null);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      end.completeExceptionally(failed);
    }
  }

  private static String answerOrError(
      ReplicatedState<TreeMap<String, String>, Entries.Put, String> map, List<String> words)
      throws InterruptedException {
    try {
      return answer(map, words);
    } catch (ExecutionException failed) {
      // A ring that changed or is not primary: the next command may pass.
      return "error: " + failed.getCause().getMessage();
    }
  }

  private static String answer(
      ReplicatedState<TreeMap<String, String>, Entries.Put, String> map, List<String> words)
      throws ExecutionException, InterruptedException {
    String command = words.get(0);
    if (words.stream().anyMatch(word -> word.length() > LONGEST)) {
      return "error: a key or value has at most " + LONGEST + " characters";
    }
    if (command.equals("put") && words.size() == 3) {
      return "was " + map.submit(new Entries.Put(words.get(1), words.get(2))).get();
    }
    if (command.equals("del") && words.size() == 2) {
      return "was " + map.submit(new Entries.Put(words.get(1), "")).get();
    }
    if (command.equals("get") && words.size() == 2) {
      // As it is here; others may have done more. A command that changes nothing would see that.
      return words.get(1) + " is " + map.read(all -> all.get(words.get(1))).get();
    }
    if (command.equals("list")) {
      return map.read(all -> all.toString()).get();
    }
    if (command.equals("digest")) {
      StateInfo info = map.info().get();
      return info.applied() + " commands, " + info.bytes() + " bytes, " + info.digest();
    }
    return "error: use put KEY VALUE, del KEY, get KEY, list or digest";
  }
}
