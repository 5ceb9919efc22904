/**
 * The shell: {@link io.evs.shell.VerbTable} says which verbs there are, {@link
 * io.evs.shell.Interpreter} runs a line, {@link io.evs.shell.InteractiveShell} reads lines from a
 * person and {@link io.evs.shell.ScriptShell} from a script. Help, completion and the documentation
 * are made of the table.
 */
package io.evs.shell;
