/**
 * {@code evs group}: people and scripts in groups. Each command is a member of the ring for as long
 * as it runs.
 */
package io.evs.cli.group;
