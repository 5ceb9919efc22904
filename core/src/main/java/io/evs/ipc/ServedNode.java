package io.evs.ipc;

import io.evs.ipc.lock.DaemonLocks;
import io.evs.node.EvsNode;
import io.evs.node.StatusSurvey;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a server serves.
 *
 * @param node the member
 * @param queueBytes receive queue of each handle
 * @param status the answer to STATUS, a JSON text; may wait for the member
 * @param survey the answer to STATUS_ALL
 * @param locks the part that the daemon takes in locks for its clients
 * @param slowRequests runs what may wait for the member, one after the other
 */
record ServedNode(
    EvsNode node,
    long queueBytes,
    Supplier<String> status,
    StatusSurvey survey,
    DaemonLocks locks,
    Executor slowRequests) {}
