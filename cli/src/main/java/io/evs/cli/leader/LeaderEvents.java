package io.evs.cli.leader;

import io.evs.EvsException;
import io.evs.cli.command.CommandContext;
import io.evs.cli.terminal.Json;
import io.evs.cli.terminal.Text;
import io.evs.leader.Leader;
import io.evs.leader.LeaderListener;
import io.evs.text.PlainText;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Prints what becomes of a candidate, and tells the hook. */
final class LeaderEvents implements LeaderListener {
  private final CommandContext context;
  private final String name;
  private final boolean asJson;
  private final Optional<LeaderHook> hook;
  private final CompletableFuture<Integer> end;

  /**
   * Events of a candidate.
   *
   * @param end fails when the candidate stands no more
   */
  LeaderEvents(
      CommandContext context,
      String name,
      boolean asJson,
      Optional<LeaderHook> hook,
      CompletableFuture<Integer> end) {
    this.context = context;
    this.name = name;
    this.asJson = asJson;
    this.hook = hook;
    this.end = end;
  }

  @Override
  public void onLeading(long fence) {
    hook.ifPresent(each -> each.leads(fence));
    print(
        "this process leads, token " + fence,
        "leads",
        json -> json.writeNumberField("fence", fence));
  }

  @Override
  public void onLoss() {
    hook.ifPresent(LeaderHook::loses);
    print("this process leads no more", "loses", json -> {});
  }

  @Override
  public void onLeader(Optional<Leader.Term> term) {
    if (term.isPresent() && term.get().here()) {
      return;
    }
    String text =
        term.map(each -> each.leader() + " leads, token " + each.fence()).orElse("nobody leads");
    print(
        text,
        "leader",
        json -> {
          if (term.isPresent()) {
            json.writeNumberField("node_id", term.get().leader().node().asLong());
            json.writeNumberField("process_id", term.get().leader().processId());
            json.writeNumberField("fence", term.get().fence());
          } else {
            json.writeNullField("node_id");
          }
        });
  }

  @Override
  public void onEnd(EvsException reason) {
    end.completeExceptionally(reason);
  }

  private void print(String text, String event, Json.Fields fields) {
    if (asJson) {
      Json.println(
          context.terminal().out(),
          Json.document(
              "leader",
              json -> {
                json.writeStringField("event", event);
                json.writeStringField("name", name);
                fields.write(json);
              }));
    } else {
      Text.println(context.terminal().out(), "leader " + PlainText.of(name) + ": " + text);
    }
  }
}
