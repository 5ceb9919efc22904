package io.evs.cli;

/** Entry point of the {@code evs} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its status. */
  public static void main(String[] args) {
    // Before anything else is loaded: scripts ask for the version often.
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      System.out.println(Version.text());
      return;
    }
    Terminal terminal = Terminal.system();
    int exit = new Cli(terminal).run(args);
    terminal.out().flush();
    terminal.err().flush();
    System.exit(exit);
  }
}
