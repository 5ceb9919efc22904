/**
 * What a command writes, and where to: results, colours and progress on a terminal, JSON, and text
 * that is cleaned of control characters. Every command prints through these classes.
 */
package io.evs.cli.terminal;
