package io.evs.cli.simulate;

/** Placeholder. */
@picocli.CommandLine.Command(name = "simulate")
public final class SimulateCommand {}
