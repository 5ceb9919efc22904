/** The help of all commands as texts in files, which the launcher prints without starting Java. */
package io.evs.cli.help;
