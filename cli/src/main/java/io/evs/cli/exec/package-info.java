/** Commands that are run when something has happened on the ring. */
package io.evs.cli.exec;
