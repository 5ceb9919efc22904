/** What every command has: its context, the options common to all, and the way to start members. */
package io.evs.cli.command;
