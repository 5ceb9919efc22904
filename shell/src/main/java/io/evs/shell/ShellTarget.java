package io.evs.shell;

import io.evs.Evs;
import io.evs.EvsListener;
import io.evs.node.NodeStatus;
import io.evs.node.StatusQuery;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a shell works on: a member of its own or a daemon's client.
 *
 * @param open opens a handle
 * @param status asks the node behind the handles
 * @param all asks all members, for so long at most
 */
public record ShellTarget(
    Function<EvsListener, Evs> open,
    Supplier<NodeStatus> status,
    Function<Duration, StatusQuery.Answers> all) {}
