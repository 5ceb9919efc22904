/**
 * {@code evs bench}: ordered delivery measured at every member.
 *
 * <p>One member coordinates. For each size it multicasts START, the senders multicast their
 * messages and END, and every member counts and checks what it delivers until it has the END of
 * every sender; then it answers DONE with its count and a digest of the order. The clock runs from
 * the first write to the last DONE.
 */
package io.evs.cli.bench;
