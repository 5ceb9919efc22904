package io.evs.node;

import io.evs.ConfigurationChange;
import io.evs.group.MemberConfig;
import io.evs.history.Journal;
import io.evs.node.address.AddressBook;
import io.evs.node.flow.LoopThrottle;
import io.evs.node.handle.LocalHandles;
import io.evs.node.handle.MembershipLimit;
import io.evs.node.handle.SubmissionQueue;
import io.evs.node.record.NodeRecorder;
import io.evs.node.record.NodeTrace;
import io.evs.node.record.RingStore;
import io.evs.totem.wire.PacketPool;
import io.evs.transport.Transport;
import java.util.Optional;
import java.util.function.Consumer;

/** What a loop is made of. */
record LoopParts(
    Transport transport,
    MemberConfig config,
    PacketPool pool,
    AddressBook book,
    SubmissionQueue submissions,
    LocalHandles handles,
    LoopThrottle throttle,
    MembershipLimit memberships,
    RingStore store,
    PauseDetector pauses,
    NodeRecorder recorder,
    Optional<NodeTrace> trace,
    Journal journal,
    Consumer<ConfigurationChange> installed,
    Consumer<Optional<Throwable>> ended) {}
