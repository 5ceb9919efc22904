package io.evs.lock.table;

import io.evs.GroupMember;

/**
 * One request for a lock, for as long as it waits or holds.
 *
 * @param owner whose it is
 * @param number its number among those of the owner, from 1
 */
public record Claim(GroupMember owner, long number) {}
