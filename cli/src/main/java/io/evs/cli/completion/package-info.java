/** Completion scripts for shells, made from the command tree. */
package io.evs.cli.completion;
