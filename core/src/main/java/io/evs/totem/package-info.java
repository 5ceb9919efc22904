/**
 * The ring: Totem's single-ring ordering and membership protocol as a deterministic state machine
 * without I/O, clock, thread, logger or randomness. docs/protocol.md describes the protocol, with
 * the reasons; this page is the way into the code. "The paper" is Amir et al., <i>The Totem
 * Single-Ring Ordering and Membership Protocol</i>, ACM TOCS 13(4), 1995.
 *
 * <h2>The caller's loop</h2>
 *
 * <p>{@link io.evs.totem.Totem} is the door: it takes packets, due timers and commands, and calls
 * {@link io.evs.totem.TotemEffects} in the order in which things must be done. A driver is this
 * loop ({@code io.evs.node.NodeLoop} with sockets, {@code io.evs.sim.world.World} in virtual time):
 *
 * <pre>{@code
 * Totem totem = new Totem(config, source, effects, pool);
 * totem.start(now());
 * while (running) {
 *   Packet packet = receiveUntil(totem.deadline());  // null when the deadline has come
 *   if (packet != null) {
 *     totem.receive(now(), packet);                  // takes the packet, whatever it holds
 *   }
 *   totem.timers(now());                             // runs what is due
 *   if (submitted()) {
 *     totem.messagesPending(now());                  // makes the token of an idle ring come
 *   }
 *   trace.flush();                                   // before anybody can see what it says
 *   transport.flush();                               // packets, in the order of the effects
 *   handOverDeliveries();
 *   pool.recycle();                                  // packets lent to the effects end here
 * }
 * totem.leave(now());
 * }</pre>
 *
 * <p>One thread, and a time that never goes back. {@code persisted} is called when a reservation of
 * ring sequences is on stable storage. Packets of one path come in their order; otherwise they may
 * be lost, doubled and late.
 *
 * <h2>Packets</h2>
 *
 * <p><b>Token</b> ({@code OrfToken}): goes round by node id. It carries the highest number in use,
 * what everybody has, the window in use, and who lacks what. Who has it numbers its messages and
 * sends them; nobody else sends new ones. It is sent again until something shows that the successor
 * has it.
 *
 * <p><b>Message</b> ({@code McastPacket}): to all members, with its number in the ring. In Recovery
 * it wraps a message packet of an old ring.
 *
 * <p><b>Join</b> ({@code JoinPacket}): who its sender hears, and whom it has given up. Members
 * whose candidates all announce the same two lists form a ring. With node id 0 in the header it is
 * a <b>leave</b>.
 *
 * <p><b>Commit token</b> ({@code CommitTokenPacket}): goes round the ring to be twice. In the first
 * rotation each member writes down its old ring, aru and highest delivered message; in the second
 * each reads what all others wrote.
 *
 * <p><b>Merge detect</b> ({@code MergeDetectPacket}): a representative says that its ring exists.
 *
 * <p><b>Hold cancel</b> ({@code HoldCancelPacket}): a member of an idle ring wants to send.
 *
 * <h2>What an event does in each state</h2>
 *
 * <table>
 * <caption>Methods that do the work; a dash where a counter is all that changes</caption>
 * <tr><th>event</th><th>Gather</th><th>Commit</th><th>Recovery</th><th>Operational</th></tr>
 * <tr><td>token</td><td>-</td><td>-</td><td>{@code TokenVisit.onToken}, {@code
 *     Recovery.visit}</td><td>{@code TokenVisit.onToken}</td></tr>
 * <tr><td>message of the ring</td><td>{@code McastReception.onMcast} (of the ring being
 *     left)</td><td>-</td><td>{@code McastReception.onMcast}, {@code
 *     Recovery.noteRecovered}</td><td>{@code McastReception.onMcast}</td></tr>
 * <tr><td>foreign message</td><td>{@code
 *     MergeDetection.onForeignMessage}</td><td>-</td><td>-</td><td>{@code
 *     MergeDetection.onForeignMessage}</td></tr>
 * <tr><td>join</td><td colspan="4">{@code Gather.onJoin}</td></tr>
 * <tr><td>leave</td><td colspan="4">{@code Gather.onLeave}</td></tr>
 * <tr><td>merge detect</td><td>{@code MergeDetection.onMergeDetect}</td><td>-</td><td>-</td><td>{@code
 *     MergeDetection.onMergeDetect}</td></tr>
 * <tr><td>commit token</td><td>{@code Commit.inGather}</td><td>{@code
 *     Commit.inCommit}</td><td>{@code Commit.inRecovery}</td><td>-</td></tr>
 * <tr><td>hold cancel</td><td>-</td><td>-</td><td colspan="2">{@code TokenHold.onCancel}</td></tr>
 * <tr><td>{@code TOKEN} timer</td><td>-</td><td colspan="3">{@code Gather.tokenLost}</td></tr>
 * <tr><td>{@code RETRANSMIT} timer</td><td>-</td><td colspan="3">{@code
 *     TokenVisit.retransmitTimer}</td></tr>
 * <tr><td>{@code CONSENSUS} timer</td><td>{@code
 *     Gather.consensusTimer}</td><td>-</td><td>-</td><td>-</td></tr>
 * <tr><td>{@code JOIN}, {@code JOIN_SOON} timers</td><td>{@code Gather.joinTimer}, {@code
 *     Gather.joinSoonTimer}</td><td>-</td><td>-</td><td>-</td></tr>
 * <tr><td>{@code MERGE} timer</td><td>-</td><td>-</td><td>-</td><td>{@code
 *     MergeDetection.timer}</td></tr>
 * <tr><td>{@code HOLD}, {@code HOLD_CANCEL} timers</td><td>-</td><td>-</td><td>-</td><td>{@code
 *     TokenHold.release}, {@code TokenHold.cancelTimer}</td></tr>
 * <tr><td>sequences persisted</td><td>{@code
 *     Gather.checkAgreed}</td><td>-</td><td>-</td><td>-</td></tr>
 * </table>
 *
 * <p>Gather ends in {@code Commit.create} at the least candidate and {@code Commit.inGather} at the
 * others, Commit in {@code Recovery.enter}, Recovery in {@code Installation.install}. A lost token,
 * a foreign member, or a member that leaves ends in {@code Gather.enter} from every state.
 *
 * <h2>Names</h2>
 *
 * <table>
 * <caption>The paper's variables and ours</caption>
 * <tr><th>the paper</th><th>here</th></tr>
 * <tr><td>my_aru, my_high_seq_received, my_high_delivered</td><td>{@code RingState.aru}, {@code
 *     RingState.highSeq}, {@code RingState.highDelivered}</td></tr>
 * <tr><td>my_ring_id, my_old_ring_id</td><td>{@code TotemContext.ringId}, {@code
 *     TotemContext.installed}</td></tr>
 * <tr><td>my_memb_list, my_new_memb</td><td>{@code RingState.members} of {@code
 *     TotemContext.installed} and of {@code TotemContext.ring}</td></tr>
 * <tr><td>my_trans_memb, my_deliver_memb</td><td>{@code Recovery.transitional}, {@code
 *     Obligations.all}</td></tr>
 * <tr><td>my_proc_set, my_fail_set, consensus</td><td>{@code TotemContext.processors}, {@code
 *     TotemContext.failed}, {@code TotemContext.consensus}</td></tr>
 * <tr><td>my_install_seq, my_rotation_counter, my_retrans_flg_count</td><td>{@code
 *     Recovery.installSeq}, {@code Recovery.readyVisits}, {@code Recovery.quietVisits}</td></tr>
 * <tr><td>my_last_aru, the safe line</td><td>{@code RingState.writtenAru}, {@code
 *     RingState.safeLine}</td></tr>
 * <tr><td>my_trc, my_pbl, my_tbl</td><td>{@code RingState.lastContribution}, {@code
 *     RingState.lastBacklog}, {@code MessageSource.backlogPackets}</td></tr>
 * </table>
 *
 * <h2>Where things are</h2>
 *
 * <p>Each concern is one class behind the door: {@code TokenVisit} (a visit of the token), {@code
 * Retransmission} (the retransmission list), {@code FlowControl} (window, share, room), {@code
 * DeliveryRule} (aru, safe line, agreed and safe delivery, release), {@code McastReception}
 * (message packets), {@code TokenHold} (the idle ring), {@code RotationTimer} (when a token is sent
 * again), {@code Gather}, {@code Commit}, {@code Recovery}, {@code Obligations}, {@code
 * Installation}, {@code MergeDetection}, {@code Identity} (two nodes with one id), {@code
 * PeerTable} (incarnations, probation). What they share is in {@code TotemContext}; what belongs to
 * one ring is in {@code RingState}, which is kept whole as the old ring while the next one forms,
 * through every failed attempt, and thrown away whole. {@code Invariants} says what must be true
 * between two steps.
 *
 * <p><b>Promises</b> beyond corosync's: a safe message is delivered in the regular configuration
 * only when two visits in a row showed it at every member; what a member acknowledged in Recovery
 * it keeps and answers for in every later attempt (properties D2 and D7 of docs/properties.md).
 */
package io.evs.totem;
