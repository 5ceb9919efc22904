/** {@code evs node}: a member of a ring in the foreground, which serves local clients. */
package io.evs.cli.node;
