package io.evs.planted;

import io.evs.totem.PlantedBug;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints the table of planted bugs: which scenarios find each, and after how many seeds of the
 * campaign it is found. Arguments: number of seeds, then bugs by name (default: all), or {@code
 * none} for the engine as it is.
 */
final class PlantedBugsTable {
  private PlantedBugsTable() {}

  /** Runs the hunts one after the other and prints a line for each. */
  public static void main(String[] args) {
    long seeds = args.length > 0 ? Long.parseLong(args[0]) : 4000;
    long from = Long.getLong("evs.from", 1);
    List<PlantedBug> bugs = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      bugs.add(args[i].equals("none") ? null : PlantedBug.valueOf(args[i]));
    }
    System.out.println("| Bug | What is wrong | Scenarios | Seeds | Property |");
    System.out.println("|---|---|---|---|---|");
    for (PlantedBug bug : bugs.isEmpty() ? Arrays.asList(PlantedBug.values()) : bugs) {
      Hunt hunt = new Hunt(bug);
      List<Hunt.Find> scenarios =
          Boolean.getBoolean("evs.seedsOnly") ? List.of() : hunt.scenarios();
      long end = System.nanoTime() + Long.getLong("evs.seconds", 3600) * 1_000_000_000L;
      Hunt.Find seed = null;
      long tried = from - 1;
      while (seed == null && tried < seeds && System.nanoTime() < end) {
        tried++;
        seed = hunt.seeds(tried, tried);
      }
      String names = scenarios.isEmpty() ? "-" : scenarios.toString().replaceAll("[\\[\\]]", "");
      System.out.println(
          "| "
              + String.join(
                  " | ",
                  bug == null ? "none" : bug.name(),
                  bug == null ? "the engine as it is" : bug.title(),
                  names,
                  seed == null ? "> " + tried : seed.where(),
                  seed == null ? "-" : seed.property() + ": " + seed.message())
              + " |");
    }
  }
}
