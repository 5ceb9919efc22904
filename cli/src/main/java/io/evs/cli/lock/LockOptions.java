package io.evs.cli.lock;

import io.evs.EvsMember;
import io.evs.cli.command.CommandContext;
import io.evs.cli.command.CommonOptions;
import io.evs.cli.ring.ConnectOptions;
import picocli.CommandLine.Mixin;

/** Options of the commands that use locks, and the member of the ring that they describe. */
public final class LockOptions {
  @Mixin private ConnectOptions connecting;

  /** Options of all commands. */
  public CommonOptions common() {
    return connecting.common();
  }

  /** Becomes a client of the local daemon, or a member of the ring. */
  public EvsMember connect(CommandContext context) {
    return connecting.connect(context);
  }
}
