/** {@code evs shell}: verbs at a prompt, or from a script. */
package io.evs.cli.shell;
