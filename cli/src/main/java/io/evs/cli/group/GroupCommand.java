package io.evs.cli.group;

/** Placeholder. */
@picocli.CommandLine.Command(name = "group")
public final class GroupCommand {}
