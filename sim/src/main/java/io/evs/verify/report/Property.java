package io.evs.verify.report;

/**
 * What is checked, by the code that reports print. Each is explained in docs/properties.md, with an
 * example of a violation.
 */
public enum Property {
  /** Lines and fields of a trace can be read. */
  W("well-formed log"),
  /** Whatever is delivered was sent. */
  B1("no creation"),
  /** Nothing is sent or delivered twice. */
  B2("no duplication"),
  /** A message is sent and delivered in one ring, while that is installed. */
  B3("right configuration"),
  /** All deliveries of a message are of the same content, guarantee and number. */
  B4("one identity"),
  /** A process is in each configuration that it installs. */
  C1("self-inclusion"),
  /** One ring has one set of members. */
  C2("one id, one membership"),
  /** Ring sequences grow over the whole life of a process. */
  C3("ring ids grow"),
  /** Members ascend, the representative is the least. */
  C4("well-made ids"),
  /** Regular and transitional configurations alternate. */
  C5("alternation"),
  /** Those who go together agree on who they are. */
  C6("transitional agreement"),
  /** Nothing happens before a start, after an end, or before the first configuration. */
  C7("events have a home"),
  /** A process delivers its own messages. */
  D1("self-delivery"),
  /** Those who go together delivered the same. */
  D2("failure atomicity"),
  /** Messages of one sender are delivered in its order, without omission. */
  D3("FIFO"),
  /** Nothing is delivered without what its sender had delivered before. */
  D4("causal order"),
  /** All deliver in one order. */
  D5("one total order"),
  /** Nothing is left out that had to come before. */
  D6("no forbidden gap"),
  /** A safe message is delivered at all members, or at none that goes on. */
  D7("safe delivery"),
  /** A safe message is delivered only in a ring that all members installed. */
  D8("safe delivery implies installation"),
  /** Primary rings follow one another. */
  P1("one primary history"),
  /** Who is connected ends in one ring. */
  L1("convergence"),
  /** What was sent in the last ring is delivered there. */
  L2("termination"),
  /** The last ring comes in time. */
  L3("calm"),
  /** What was accepted is delivered. */
  L4("no lost submission"),
  /** What a scenario claims of its outcome. */
  S("claim of the scenario"),
  /** The engine threw, or broke a rule of its own. */
  X("engine fault");

  private final String title;

  Property(String title) {
    this.title = title;
  }

  /** What it is called, in a few words. */
  public String title() {
    return title;
  }

  /** Code and words, as reports for people show it. */
  @Override
  public String toString() {
    return name() + " (" + title + ")";
  }

  /** Where a report for people says that more is to be found. */
  public static String hint() {
    return "docs/properties.md explains each property, with an example";
  }
}
