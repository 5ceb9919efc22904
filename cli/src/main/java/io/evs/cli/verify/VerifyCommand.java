package io.evs.cli.verify;

/** Placeholder. */
@picocli.CommandLine.Command(name = "verify")
public final class VerifyCommand {}
